"""A PostgreSQL server on loopback that lets people in, or not, and then never says another word."""

from __future__ import annotations

import socket
import struct
import threading


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


AUTHENTICATION_OK = _message(b"R", struct.pack("!I", 0))
PARAMETERS = (("server_version", "16.0"), ("client_encoding", "UTF8"), ("TimeZone", "UTC"))
WELCOME = (
    AUTHENTICATION_OK
    + b"".join(_message(b"S", f"{name}\0{value}\0".encode()) for name, value in PARAMETERS)
    + _message(b"K", struct.pack("!II", 1, 1))
    + _message(b"Z", b"I")
)
ENCRYPTION_REQUESTS = (80877103, 80877104)  # SSLRequest, GSSENCRequest


class SilentPostgres:
    """``lets_in``: whether it finishes the greeting before it falls silent. ``greeted`` counts the connections."""

    def __init__(self, *, lets_in: bool) -> None:
        self.lets_in = lets_in
        self.greeted = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"postgres://signpost:secret@127.0.0.1:{self._listening.getsockname()[1]}/signpost"

    def stop(self) -> None:
        self._listening.close()
        for connection in self._open:
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._greet, args=(connection,), daemon=True).start()

    def _greet(self, connection: socket.socket) -> None:
        self.greeted += 1
        if not self.lets_in:
            return
        try:
            while (start := self._read_start(connection)) in ENCRYPTION_REQUESTS:
                connection.sendall(b"N")
            if start is not None:
                connection.sendall(WELCOME)
        except OSError:
            return

    @staticmethod
    def _read_start(connection: socket.socket) -> int | None:
        """The code at the start of a client's first message; None where it hung up."""
        head = connection.recv(8, socket.MSG_WAITALL)
        if len(head) < 8:
            return None
        length, code = struct.unpack("!II", head)
        connection.recv(length - 8, socket.MSG_WAITALL) if length > 8 else None
        return code
