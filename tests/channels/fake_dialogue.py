"""A dialogue on loopback that speaks the real contract, and can be told to fail in the ways that dialogues fail."""

from __future__ import annotations

import gzip
import json
import threading
import zlib
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.datatypes.answer import Answer, Citation, Message, Modality, Outcome, Verdict

SECRET = "dialogue-secret"
BOMB_SIZE = 64 * 1024 * 1024  # bytes once unpacked; a thousandth of that before
ENCODINGS = {"gzip bomb": ("gzip", gzip.compress), "deflate bomb": ("deflate", zlib.compress)}
STATUSES = {"500": 500, "449": 449, "redirect": 307, "not ready": 503}
FIELDS = {"conversation", "text", "school", "button", "role", "last_question", "question", "asked_for"}


def citation(**changes: object) -> Citation:
    fields = {
        "clause_id": "c1",
        "text": "Phones stay in lockers during the school day.",
        "document": "Phones",
        "reference": "Phones, 1",
        "url": "http://127.0.0.1:8000/policies/oakfield/phones/c1",
        "score": 0.9,
    }
    return Citation.model_validate(fields | changes)


def answered(**changes: object) -> Message:
    verdict = Verdict(modality=Modality.REQUIRED, text="Phones stay in lockers.")
    answer = Answer(outcome=Outcome.ANSWERED_FROM_POLICY, verdict=verdict, citations=(citation(),))
    return Message(kind="answer", text="Phones stay in lockers during the school day.", answer=answer).model_copy(
        update=changes
    )


def message_with(outcome: Outcome, text: str = "A fixed text.") -> Message:
    return Message(kind="answer", text=text, answer=Answer(outcome=outcome))


# Every way in which a dialogue may fail that answers at all, or takes a connection.
FAULTS = [*STATUSES, *ENCODINGS, "hang", "trickle", "cut off", "rubbish", "empty", "wordless", "huge"]


@cache
def packed_bomb(fault: str) -> bytes:
    """A small body that unfolds to ``BOMB_SIZE`` bytes; packing it takes longer than the impatient wait."""
    return ENCODINGS[fault][1](b" " * BOMB_SIZE)


class FakeDialogue:
    """``reply`` makes the messages of a turn; ``fault`` is None or one of ``FAULTS``."""

    def __init__(self) -> None:
        self.turns: list[dict[str, object]] = []
        self.forgotten: list[str] = []
        self.reply: Callable[[dict[str, object]], list[Message]] = lambda _turn: [answered()]
        self.fault: str | None = None
        self.role: str | None = None
        self.search: object = None
        self.health = 200
        self.released = threading.Event()
        self.reached = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._request_class())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def body_for(self, turn: dict[str, object]) -> bytes:
        bodies = {
            "rubbish": b"<html>not what was agreed</html>",
            "empty": b'{"messages": []}',
            "wordless": b'{"messages": [{"kind": "text", "text": " "}]}',
            "huge": b'{"messages": [' + b" " * 2 * 1024 * 1024 + b"]}",
        }
        if self.fault in bodies:
            return bodies[self.fault]
        if self.fault in ENCODINGS:
            return packed_bomb(self.fault)
        messages = [m.model_dump(mode="json") for m in self.reply(turn)]
        return json.dumps({"messages": messages, "role": self.role, "search": self.search}).encode()

    def _request_class(self) -> type[BaseHTTPRequestHandler]:
        dialogue = self

        class Request(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = self.path in ("/webhooks/gateway/health", "/health")
                self.finish_with(dialogue.health if known else 404, b"{}")

            def do_POST(self) -> None:
                turn = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path == "/webhooks/gateway/forget":
                    dialogue.forgotten += turn["conversations"]
                    return self.finish_with(STATUSES.get(dialogue.fault, 204), b"")
                if self.path != "/webhooks/gateway/messages" or set(turn) != FIELDS:
                    return self.finish_with(400, b'{"error": "malformed"}')
                if self.headers["Authorization"] != f"Bearer {SECRET}":
                    return self.finish_with(401, b"")
                dialogue.turns.append(turn)
                dialogue.reached.set()
                if dialogue.fault == "hang":
                    dialogue.released.wait()
                self.finish_with(STATUSES.get(dialogue.fault, 200), dialogue.body_for(turn))

            def finish_with(self, status: int, body: bytes) -> None:
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body) + (1000 if dialogue.fault == "cut off" else 0)))
                    if dialogue.fault in ENCODINGS:
                        self.send_header("Content-Encoding", ENCODINGS[dialogue.fault][0])
                    if dialogue.fault == "redirect":
                        self.send_header("Location", f"http://127.0.0.1:{dialogue.port}/elsewhere")
                    self.end_headers()
                    self.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def write(self, body: bytes) -> None:
                if dialogue.fault == "trickle":
                    while not dialogue.released.wait(0.01):
                        self.wfile.write(b" ")
                self.wfile.write(body)
                self.close_connection = dialogue.fault == "cut off"

            def log_message(self, *_arguments: object) -> None:
                """Stay quiet."""

        return Request
