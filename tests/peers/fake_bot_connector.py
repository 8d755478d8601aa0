"""Microsoft as a Teams bot sees it, on loopback: the Bot Connector, its keys, the login service, and people writing.

It speaks the documented protocol:

- ``POST /v3/conversations/{id}/activities`` and ``…/activities/{activity}``: 201 ``{"id"}``, or an error
  ``{"error": {"code", "message"}}``; ``POST /v3/conversations`` opens a chat of two;
- ``GET /v1/.well-known/openidconfiguration`` and ``/v1/.well-known/keys``: the keys its tokens are signed with;
- ``GET /{tenant}/v2.0/.well-known/openid-configuration`` and ``POST /{tenant}/oauth2/v2.0/token`` (over TLS, as the
  login library insists).

``faults`` says how the next calls of the connector end, one each: ``"429"`` (with ``Retry-After``), any other status,
``"hang"`` (until ``released``; then taken), ``"drop"`` (taken, and the connection closed without an answer).
"""

from __future__ import annotations

import json
import ssl
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

APP_ID = "3c0e1a52-6f1b-4e0e-9a55-0d8a4f1c7e21"
TENANT_ID = "9b8f0c1e-2d3a-4b5c-8d7e-6f5a4b3c2d1e"
SECRET = "an-invented-client-secret"
ISSUER = "https://api.botframework.com"
TEAMS_SERVICE = "https://smba.trafficmanager.net/uk/"
CODES = {403: "BotNotInConversationRoster", 404: "ConversationNotFound", 413: "MessageSizeTooBig", 429: "Throttled"}
LARGEST = 28 * 1024  # bytes of a message that Teams takes

Activity = dict[str, Any]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A worker that is killed while it sends is what this peer is for; anything else is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class FakeBotConnector:
    """``sent`` holds each activity that was taken, with the conversation it went to, in order."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.sent: list[tuple[str, Activity]] = []
        self.opened: list[dict[str, Any]] = []
        self.tokens: list[str] = []  # the Authorization header of each call of the connector
        self.logins: list[dict[str, list[str]]] = []
        self.faults: deque[str] = deque()
        self.blocks_private_chats = False
        self.retry_after = "2"
        self.login_refuses = False
        self.released = threading.Event()
        self.arrival = threading.Condition()
        self._ids = count(1)
        self._server = _Server(("127.0.0.1", 0), self._request_class())
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    # What a test or a measurement asks.

    def messages(self, conversation: str | None = None) -> list[Activity]:
        """The messages that were taken: no signs of typing."""
        return [a for c, a in list(self.sent) if a["type"] == "message" and conversation in (None, c)]

    def cards(self, conversation: str | None = None) -> list[dict[str, Any]]:
        return [part["content"] for a in self.messages(conversation) for part in a["attachments"]]

    def wait_for(self, wanted: Callable[[], object], seconds: float = 60) -> bool:
        """Wait until ``wanted`` holds, looking again whenever something arrives."""
        with self.arrival:
            return bool(self.arrival.wait_for(wanted, timeout=seconds))

    # What Microsoft signs.

    def token(self, key: Any = None, algorithm: str = "RS256", kid: str = "fake-1", **claims: Any) -> str:
        """A token as the Bot Connector would send; a claim given as None is left out."""
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 60, "exp": now + 3600, "serviceurl": TEAMS_SERVICE}
        said = {name: value for name, value in (usual | claims).items() if value is not None}
        signing = self.key if key is None else key
        return jwt.encode(said, signing, algorithm=algorithm, headers={"kid": kid})

    def public_pem(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    # What it answers.

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        if path == "/v1/.well-known/openidconfiguration":
            keys = f"{self.url}/v1/.well-known/keys"
            return 200, {"issuer": ISSUER, "jwks_uri": keys, "id_token_signing_alg_values_supported": ["RS256"]}
        if path == "/v1/.well-known/keys":
            key = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return 200, {"keys": [key | {"kid": "fake-1", "use": "sig", "endorsements": ["msteams"]}]}
        if path.endswith("/v2.0/.well-known/openid-configuration"):
            base = f"{self.url}/{path.split('/')[1]}"
            return 200, {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        return 404, {}

    def log_in(self, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        self.logins.append(form)
        is_right = form.get("client_secret") == [SECRET] or "client_assertion" in form
        if self.login_refuses or not is_right or form.get("client_id") != [APP_ID]:
            error = {
                "error": "invalid_client",
                "error_description": "AADSTS7000215: Invalid secret.",
                "error_codes": [7000215],
            }
            return 401, error
        return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": f"token-{len(self.logins)}"}

    def take(self, path: str, body: Activity, size: int) -> tuple[int, dict[str, Any]]:
        parts = [unquote(part) for part in path.strip("/").split("/")]
        if parts == ["v3", "conversations"]:
            return self._open(body)
        if len(parts) < 4 or parts[:2] != ["v3", "conversations"] or parts[3] != "activities":
            return 404, {}
        if size > LARGEST:
            return 413, _error(413)
        with self.arrival:
            self.sent.append((parts[2], body))
            self.arrival.notify_all()
        return 201, {"id": f"sent-{next(self._ids)}"}

    def _open(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.blocks_private_chats:
            return 403, _error(403)
        self.opened.append(body)
        return 201, {"id": f"a:private-{body['members'][0]['id']}"}

    def _request_class(self) -> type[BaseHTTPRequestHandler]:
        peer = self

        class Request(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.answer(*peer.get(urlsplit(self.path).path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                path = urlsplit(self.path).path
                if path.endswith("/oauth2/v2.0/token"):
                    return self.answer(*peer.log_in(parse_qs(body.decode())))
                peer.tokens.append(self.headers.get("Authorization", ""))
                fault = peer.faults.popleft() if peer.faults else ""
                if fault == "hang":
                    peer.released.wait()
                if fault.isdigit():
                    headers = {"Retry-After": peer.retry_after} if fault == "429" else {}
                    return self.answer(int(fault), _error(int(fault)), headers)
                status, answer = peer.take(path, json.loads(body), len(body))
                if fault in ("drop", "hang"):
                    self.close_connection = True
                    return None
                return self.answer(status, answer)

            def answer(self, status: int, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> None:
                text = json.dumps(body).encode()
                usual = {"Content-Type": "application/json", "Content-Length": str(len(text))}
                try:
                    self.send_response(status)
                    for name, value in (usual | dict(headers or {})).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(text)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_arguments: object) -> None:
                """Stay quiet."""

        return Request


def _error(status: int) -> dict[str, Any]:
    return {"error": {"code": CODES.get(status, "ServiceError"), "message": "An invented reason."}}


# People writing.


def written(text: str, *, activity: str, person: str = "29:invented-person", service: str = TEAMS_SERVICE) -> Activity:
    """A message of a chat of two, as Teams sends it."""
    return {
        "type": "message",
        "id": activity,
        "timestamp": "2026-09-01T08:30:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service,
        "from": {"id": person, "name": "Sam Example", "aadObjectId": f"aad-{person}"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Signpost"},
        "conversation": {"conversationType": "personal", "tenantId": TENANT_ID, "id": f"a:chat-of-{person}"},
        "channelData": {"tenant": {"id": TENANT_ID}},
        "textFormat": "plain",
        "text": text,
        "locale": "en-GB",
    }


def disordered(activities: Iterable[Activity], *, twice: bool = False, reverse: bool = False) -> list[Activity]:
    """The deliveries that Teams may make of these activities: some again, or in another order."""
    ordered = list(activities)
    ordered = ordered[::-1] if reverse else ordered
    return [activity for activity in ordered for _ in range(2 if twice else 1)]
