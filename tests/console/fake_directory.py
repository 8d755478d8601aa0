"""A school's directory on this machine: the parts of OpenID Connect that signing in uses."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import jwt

CLIENT, CLIENT_SECRET = "signpost", "client-secret"
KEY = "a key of the directory's own, long enough"


class FakeDirectory:
    """Vouches for ``claims`` to whoever brings the right client secret and a code verifier."""

    def __init__(self, url):
        self.url = url
        self.claims = {"sub": "person-1", "email": "sam@oakfield.example.org", "email_verified": True}
        self.asked = []

    def discovery(self):
        ends = ("authorization", "token", "userinfo")
        return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"} | {
            f"{end}_endpoint": f"{self.url}/{end}" for end in ends
        }

    def token(self, form):
        self.asked.append(form)
        if form.get("client_secret") != [CLIENT_SECRET] or "code_verifier" not in form:
            return 401, {"error": "invalid_client"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60} | self.claims
        token = {"access_token": "access", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, "HS256")}
        return 200, token


@contextmanager
def run_fake_directory():
    """A directory that answers for as long as the block runs."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            is_discovery = self.path.endswith("/.well-known/openid-configuration")
            self.answer(200, directory.discovery() if is_discovery else directory.claims)

        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(*directory.token(form))

        def answer(self, status, body):
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    directory = FakeDirectory(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
