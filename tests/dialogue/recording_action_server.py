"""A small server that speaks the Rasa SDK's protocol: it keeps every request and utters what it is told to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class RecordingActionServer:
    """``requests`` holds (headers, body) of each call; ``utterances`` is what every action utters,
    ``events`` what it has the dialogue remember.

    ``raw`` is what it sends instead, if it is not None: (headers, body).
    """

    def __init__(self):
        self.requests = []
        self.utterances = []
        self.events = []
        self.status = 200
        self.hold = None
        self.raw = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler_class())
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc_info):
        self._server.shutdown()
        self._server.server_close()

    def reset(self):
        """Forget what was asked, and answer normally again."""
        self.requests.clear()
        self.utterances = []
        self.events = []
        self.status = 200
        self.hold = None
        self.raw = None

    def _handler_class(self):
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                recorder.requests.append((dict(self.headers), body))
                if recorder.hold is not None:
                    recorder.hold.wait(30)
                reply = {
                    "events": recorder.events,
                    "responses": [{"custom": message} for message in recorder.utterances],
                }
                text = json.dumps(
                    reply if recorder.status == 200 else {"error": body["tracker"]["latest_message"]["text"]}
                )
                headers, content = recorder.raw or ({}, text.encode())
                self.send_response(recorder.status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(content)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *args):
                pass

        return Handler
