"""The gateway sends alerts by itself from its start to its end, and serves whatever becomes of them."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.console import notice_loop, rounds
from bot.console.lifespan import run_beside
from bot.console.notice_loop import send_notices


async def serving(scope, _receive, send):
    await send({"type": f"{scope['type']} served"})


def run_until(times, monkeypatch, tell_everybody):
    """Start and stop a server around so many rounds of sending; what it said to the server."""
    said = []

    async def live():
        enough, count = asyncio.Event(), 0
        loop = asyncio.get_running_loop()

        def send(now):
            nonlocal count
            count += 1
            if count == times:
                loop.call_soon_threadsafe(enough.set)
            return tell_everybody(now)

        async def hear():
            if said:
                await enough.wait()
                return {"type": "lifespan.shutdown"}
            return {"type": "lifespan.startup"}

        async def say(message):
            said.append(message["type"])

        monkeypatch.setattr(notice_loop, "tell_everybody", send)
        served = run_beside(serving, lambda: send_notices(interval=0))
        await asyncio.wait_for(served({"type": "lifespan"}, hear, say), timeout=10)

    asyncio.run(live())
    return said


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch):
    """The test's own connection is none of the loop's."""
    monkeypatch.setattr(rounds.connections, "close_all", lambda: None)


def test_alerts_are_sent_again_and_again_until_the_server_stops(monkeypatch):
    said = run_until(3, monkeypatch, lambda _now: 0)
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_round_that_fails_is_followed_by_the_next(monkeypatch, caplog):
    def fail(_now):
        raise RuntimeError("quillwort-marker")

    run_until(2, monkeypatch, fail)
    assert "RuntimeError" in caplog.text
    assert "quillwort-marker" not in caplog.text


def test_the_gateways_application_sends_alerts(monkeypatch):
    from bot.console.asgi import application

    sent, said = threading.Event(), []
    monkeypatch.setattr(notice_loop, "tell_everybody", lambda _now: sent.set())

    async def hear():
        if said:
            assert await asyncio.to_thread(sent.wait, 10)
            return {"type": "lifespan.shutdown"}
        return {"type": "lifespan.startup"}

    async def say(message):
        said.append(message["type"])

    asyncio.run(application({"type": "lifespan"}, hear, say))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
