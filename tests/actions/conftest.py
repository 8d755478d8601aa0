"""The real action server in this process, on a free port of this machine, over the sample corpus."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sanic import Sanic

from actions.__main__ import build_app
from actions.engine import engine

SECRET = "a secret for tests"


@pytest.fixture
def settings(sample_settings, monkeypatch):
    """The settings that the actions of this process find."""
    monkeypatch.setenv("SIGNPOST_HOME", str(sample_settings.home))
    monkeypatch.setenv("SIGNPOST_PUBLIC_URL", "https://ask.example.org")
    engine.cache_clear()
    yield sample_settings
    engine.cache_clear()


@pytest.fixture
def server(settings, monkeypatch) -> Callable[..., httpx.Response]:
    """Sends one request to the running server and gives back its response."""
    monkeypatch.setattr(Sanic, "test_mode", True)  # lets several applications of one name follow each other

    def send(method: str, path: str, *, secret: str | bytes | None = SECRET, **options: Any) -> httpx.Response:
        return asyncio.run(_serve_one(method, path, secret, options))

    return send


async def _serve_one(method: str, path: str, secret: str | bytes | None, options: dict[str, Any]) -> httpx.Response:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = build_app(SECRET)
        running = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await running.startup()
        try:
            token = secret if isinstance(secret, bytes) or secret is None else secret.encode()
            headers = {} if token is None else {b"Authorization": b"Bearer " + token}
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
                return await client.request(method, path, headers=headers, timeout=60, **options)
        finally:
            await running.close()


@pytest.fixture
def act(server) -> Callable[..., dict[str, Any]]:
    """Calls one action as the dialogue does; gives back what it utters and the events."""

    def call(action: str, **tracker: Any) -> dict[str, Any]:
        response = server("POST", "/webhook", json=action_call(action, **tracker))
        assert response.status_code == 200
        return response.json()

    return call


def action_call(
    action: str,
    *,
    text: str = "",
    intent: str = "ask_where_to_keep_phone",
    events: list[dict[str, Any]] | None = None,
    entities: list[dict[str, Any]] | None = None,
    less_likely: str | None = None,
    **slots: Any,
) -> dict[str, Any]:
    """A call of the Rasa SDK's protocol."""
    message = {"text": text, "intent": {"name": intent}, "intent_ranking": [{"name": intent, "confidence": 0.9}]}
    if less_likely:
        message["intent_ranking"].append({"name": less_likely, "confidence": 0.1})
    message["entities"] = entities or []
    return {
        "next_action": action,
        "sender_id": "conversation",
        "version": "3.6.21",
        "domain": {},
        "tracker": {
            "sender_id": "conversation",
            "slots": {"school": "saltmarrow", "role": None, "last_question": None, **slots},
            "latest_message": message,
            "events": events or [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
    }
