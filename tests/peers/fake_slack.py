"""A Slack on loopback that speaks the real protocol, and can be told to fail in the ways that Slack fails.

Its Web API and response URLs take what slack_sdk sends; Socket Mode is a real WebSocket; events are signed as Slack
signs them. It refuses blocks, tokens and channels that Slack would refuse. It needs nothing of pytest, so that load and
fault runs can use it as well.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, WSMsgType, web

from tests.peers.block_kit_limits import complaints

SIGNING_SECRET = "signing-secret-of-the-tests"
APP_TOKEN = "xapp-1-A000-tests"
BOT_USER = "U0BOT"

# What the next call of a method may be told to do, beside an error code of Slack's, which is answered as one.
TOO_MANY = "429"  # with Retry-After
FAULT = "500"
HANG = "hang"  # no answer until the server is stopped
DROP = "drop"  # the connection is cut; nothing was taken
TAKE_AND_DROP = "take and drop"  # the connection is cut after the message was taken


@dataclass(frozen=True)
class Post:
    """Something that people see: ``only_for`` is the one user who does, "" for everybody in the channel."""

    workspace: str
    channel: str
    thread: str
    text: str
    blocks: list[dict[str, Any]]
    only_for: str
    ts: str

    @property
    def buttons(self) -> dict[str, str]:
        """The values of the buttons by their titles."""
        rows = [block["elements"] for block in self.blocks if block["type"] == "actions"]
        return {button["text"]["text"]: button["value"] for row in rows for button in row}


@dataclass
class FakeSlack:
    """One app in several workspaces: ``tokens`` gives each bot token's workspace."""

    tokens: dict[str, str]
    gone_channels: set[str] = field(default_factory=set)
    retry_after: int = 1
    posts: list[Post] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)  # the Home tab by user
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self._faults: dict[str, deque[str]] = defaultdict(deque)
        self._numbers = count(1)
        self._response_urls: dict[str, tuple[str, str, str]] = {}
        self._uses: dict[str, int] = defaultdict(int)
        self._by_client_id: dict[str, str] = {}
        self._changed = threading.Condition()
        self._sockets: list[web.WebSocketResponse] = []
        self._acknowledged: dict[str, Any] = {}
        self._stopping = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    # -- its life

    def start(self) -> FakeSlack:
        """Serve on a free port of loopback, in a thread of its own."""
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self) -> None:
        """Let every hanging call go, and end."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._on_call)
        app.router.add_post("/respond/{key}", self._on_response)
        app.router.add_get("/socket", self._on_socket)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        for socket in self._sockets:
            await socket.close()
        await runner.cleanup()

    @property
    def api_url(self) -> str:
        """What slack_sdk takes as its ``base_url``."""
        return f"http://127.0.0.1:{self.port}/api/"

    def until(self, condition: Callable[[], Any], seconds: float = 40.0) -> None:
        """Wait until ``condition`` holds; looked at after each call."""
        with self._changed:
            assert self._changed.wait_for(condition, seconds), "Slack was not told in time"

    # -- what it is told to do

    def fail(self, method: str, *faults: str) -> None:
        """Have the next calls of ``method`` ("respond" for response URLs) fail, one fault each."""
        self._faults[method].extend(faults)

    def open_response_url(self, workspace: str, channel: str, user: str, *, expired: bool = False) -> str:
        """A response URL as commands and presses carry it."""
        key = f"r{next(self._numbers)}"
        self._response_urls[key] = (workspace, channel, user)
        self._uses[key] = 5 if expired else 0
        return f"http://127.0.0.1:{self.port}/respond/{key}"

    # -- the Web API

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        method, body = request.match_info["method"], await _fields(request)
        self._note(method, body)
        fault = self._faults[method].popleft() if self._faults[method] else ""
        failed = await self._failed(request, fault)
        if failed is not None:
            return failed
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        answer = self._answer(method, token, body)
        self._note(None, {})
        if fault == TAKE_AND_DROP:
            return _cut(request)
        return web.json_response(answer)

    def _note(self, method: str | None, body: dict[str, Any]) -> None:
        with self._changed:
            if method:
                self.calls.append((method, body))
            self._changed.notify_all()

    async def _failed(self, request: web.Request, fault: str) -> web.StreamResponse | None:
        if fault == TOO_MANY:
            headers = {"Retry-After": str(self.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault == FAULT:
            return web.Response(status=500, text="<html>upstream</html>", content_type="text/html")
        if fault == HANG:
            await self._stopping.wait()
        if fault in (HANG, DROP):
            return _cut(request)
        known = ("", TAKE_AND_DROP)
        return None if fault in known else web.json_response({"ok": False, "error": fault})

    def _answer(self, method: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        if method == "apps.connections.open":
            url = f"ws://127.0.0.1:{self.port}/socket"
            return {"ok": True, "url": url} if token == APP_TOKEN else _error("invalid_auth")
        workspace = self.tokens.get(token)
        if workspace is None:
            return _error("invalid_auth")
        answers = {
            "auth.test": lambda: {"ok": True, "team_id": workspace, "user_id": BOT_USER, "bot_id": "B0BOT"},
            "conversations.open": lambda: {"ok": True, "channel": {"id": f"D{body['users'].removeprefix('U')}"}},
            "chat.postMessage": lambda: self._post(workspace, body, ""),
            "chat.postEphemeral": lambda: self._post(workspace, body, body["user"]),
            "chat.update": lambda: {"ok": True, "ts": body["ts"], "channel": body["channel"]},
            "views.publish": lambda: self._publish(body),
        }
        return answers[method]() if method in answers else _error("unknown_method")

    def _post(self, workspace: str, body: dict[str, Any], only_for: str) -> dict[str, Any]:
        if body["channel"] in self.gone_channels:
            return _error("channel_not_found")
        if complaints(body.get("blocks") or []):
            return _error("invalid_blocks")
        if not (body.get("text") or body.get("blocks")):
            return _error("no_text")
        known = self._by_client_id.get(body.get("client_msg_id", ""))
        ts = known or f"{1760000000 + next(self._numbers)}.000100"
        if known is None:
            self._by_client_id[body.get("client_msg_id", ts)] = ts
            self.posts.append(_as_post(workspace, body["channel"], body, only_for, ts))
        return {"ok": True, "channel": body["channel"], "ts": ts, "message_ts": ts}

    def _publish(self, body: dict[str, Any]) -> dict[str, Any]:
        if complaints(body["view"]["blocks"], most=100):
            return _error("invalid_arguments")
        self.views[body["user_id"]] = body["view"]
        return {"ok": True, "view": body["view"]}

    async def _on_response(self, request: web.Request) -> web.StreamResponse:
        key, body = request.match_info["key"], await _fields(request)
        self._note("respond", body)
        fault = self._faults["respond"].popleft() if self._faults["respond"] else ""
        failed = await self._failed(request, fault)
        if failed is not None:
            return failed
        self._uses[key] += 1
        if key not in self._response_urls or self._uses[key] > 5:
            return web.Response(status=404, text="used_url")
        workspace, channel, user = self._response_urls[key]
        if complaints(body.get("blocks") or []):
            return web.Response(status=400, text="invalid_blocks")
        only_for = "" if body.get("response_type") == "in_channel" else user
        ts = f"{1760000000 + next(self._numbers)}.000100"
        self.posts.append(_as_post(workspace, channel, body, only_for, ts))
        self._note(None, {})
        return web.Response(text="ok")

    # -- Socket Mode

    async def _on_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A000"}})
        self._sockets.append(socket)
        self._note(None, {})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                answer = json.loads(message.data)
                self._acknowledged[answer["envelope_id"]] = answer.get("payload")
                self._note(None, {})
        self._sockets.remove(socket)
        return socket

    @property
    def is_connected(self) -> bool:
        """Whether an app holds a Socket Mode connection."""
        return bool(self._sockets)

    def send_over_socket(self, kind: str, payload: dict[str, Any], *, attempt: int = 0) -> str:
        """Send ``events_api``, ``slash_commands`` or ``interactive`` over the newest connection; gives the envelope."""
        envelope = f"e{next(self._numbers)}"
        message = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        message |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        future = asyncio.run_coroutine_threadsafe(self._sockets[-1].send_json(message), self._loop)
        future.result(10)
        return envelope

    def is_acknowledged(self, envelope: str) -> bool:
        """Whether the app has acknowledged what was sent to it."""
        return envelope in self._acknowledged


def _error(code: str) -> dict[str, Any]:
    return {"ok": False, "error": code}


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _as_post(workspace: str, channel: str, body: dict[str, Any], only_for: str, ts: str) -> Post:
    return Post(
        workspace, channel, body.get("thread_ts") or "", body.get("text") or "", body.get("blocks") or [], only_for, ts
    )


async def _fields(request: web.Request) -> dict[str, Any]:
    body = await request.json() if request.content_type == "application/json" else await request.post()
    return {**request.query, **body}


# -- what it sends over HTTPS


def signed(body: str, secret: str = SIGNING_SECRET, *, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def encoded(payload: dict[str, Any]) -> tuple[str, str]:
    """A payload as Slack sends it: an event as JSON, a command as a form, an interaction as JSON in a form."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload), "application/json"
    form = {"payload": json.dumps(payload)} if "type" in payload else payload
    return urlencode(form), "application/x-www-form-urlencoded"


async def deliver(
    url: str, payloads: Iterable[dict[str, Any]], *, times: int = 1, backwards: bool = False
) -> list[int]:
    """Send payloads to an app as Slack does, each ``times`` over, in order or ``backwards``; gives the statuses."""
    ordered = list(payloads)
    statuses = []
    async with ClientSession() as session:
        for payload in reversed(ordered) if backwards else ordered:
            body, kind = encoded(payload)
            for attempt in range(times):
                retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"} if attempt else {}
                headers = {"Content-Type": kind, **signed(body), **retry}
                async with session.post(url, data=body, headers=headers) as response:
                    statuses.append(response.status)
    return statuses
