"""A mail server on this machine that speaks SMTP and keeps what it is given."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading


class FakeMailServer:
    """``received`` are the e-mails it took; with ``refuses`` it answers every one with "try again later".

    ``unknown`` are addresses that it has no mailbox for.
    """

    def __init__(self):
        self.received = []
        self.refuses = False
        self.unknown = set()
        fake = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self):
                self.say("220 fake.example.org ready")
                while line := self.rfile.readline().decode().strip():
                    command = line.upper()
                    if command == "QUIT":
                        return self.say("221 bye")
                    if command == "DATA":
                        self.say("354 go on")
                        fake.received.append(self.body())
                    self.say(self.answer(command))

            def answer(self, command):
                if fake.refuses and command.startswith("MAIL"):
                    return "451 later"
                is_unknown = any(f"<{address}>".upper() in command for address in fake.unknown)
                return "550 no such mailbox" if is_unknown and command.startswith("RCPT") else "250 ok"

            def body(self):
                lines = iter(self.rfile.readline, b".\r\n")
                return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

            def say(self, line):
                self.wfile.write(f"{line}\r\n".encode())

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
