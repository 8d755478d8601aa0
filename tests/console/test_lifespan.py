"""What runs beside the gateway's requests: from its start to its end, and never in its way."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from bot.console.lifespan import run_beside


async def serve_nothing(_scope, _receive, _send):
    """Answer no request."""


def run(*companions, meanwhile=None):
    """One life of a server; gives back what the application said."""

    async def life():
        said, steps = [], iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive():
            step = next(steps)
            if step == "lifespan.shutdown" and meanwhile:
                await meanwhile()
            return {"type": step}

        async def send(message):
            said.append(message["type"])

        await run_beside(serve_nothing, *companions)({"type": "lifespan"}, receive, send)
        return said

    return asyncio.run(life())


def test_a_companion_runs_from_start_to_end():
    begun, ended = asyncio.Event(), []

    async def companion():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    said = run(companion, meanwhile=begun.wait)
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert ended == [True]


def test_a_companion_that_fails_is_started_again(monkeypatch):
    monkeypatch.setattr("bot.console.lifespan.RESTART_AFTER", 0)
    starts, twice = [], asyncio.Event()

    async def companion():
        starts.append(True)
        if len(starts) == 1:
            raise OSError
        twice.set()

    run(companion, meanwhile=twice.wait)
    assert len(starts) == 2


def test_a_companion_without_work_does_not_hold_up_the_end():
    async def companion():
        return

    assert run(companion)[-1] == "lifespan.shutdown.complete"


def test_requests_go_to_the_application():
    seen = []

    async def application(scope, _receive, _send):
        seen.append(scope["type"])

    asyncio.run(run_beside(application)({"type": "http"}, None, None))
    assert seen == ["http"]


@pytest.mark.parametrize("channel", ["slack", "teams"])
def test_the_gateways_worker_ends_at_once_where_no_channel_is_configured(settings, channel):
    from bot.channels.gateway_worker import work_off_channels
    from bot.channels.senders import configured_senders

    assert channel not in configured_senders(settings.SIGNPOST)
    asyncio.run(work_off_channels())


def test_the_gateway_starts_without_torch():
    """spaCy would load it, at three seconds of every start."""
    command = "import sys, bot.console.asgi; print(sys.modules.get('torch'))"
    done = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "None"
