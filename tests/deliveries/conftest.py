from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.answering.message_reading import read_message
from bot.channels.message_service import gateway_service
from bot.channels.worker import Worker
from bot.deliveries.received_message import ReceivedMessage
from tests.channels.gateway_fixtures import dialogue, gateway, impatient, quick_passwords
from tests.deliveries.recording_sender import RecordingSender

__all__ = ["dialogue", "gateway", "impatient", "quick_passwords"]


def event(number=1, conversation="c-1", **changes):
    fields = {
        "channel": "slack",
        "event_id": f"T1:{conversation}:{number}",
        "conversation": conversation,
        "school": "oakfield",
        "asker": "a-pseudonym",
        "text": f"question {number}",
        "button": None,
        "role": "staff",
        "address": {"room": conversation},
        "sent_at": None,
    }
    return ReceivedMessage(**(fields | changes))


@pytest.fixture(scope="session", autouse=True)
def read_once():
    """The first reading of a process loads word lists, which a busy machine may take seconds for."""
    read_message("Where do phones go?", None)


@pytest.fixture
def brisk(monkeypatch):
    """No second is waited for: pauses are as short as they can be."""
    monkeypatch.setattr("bot.channels.worker.PAUSE", 0.01)
    monkeypatch.setattr("bot.channels.outbox_worker.FIRST_PAUSE", 0.01)


@pytest.fixture
def work(gateway, brisk):
    """Runs ``scenario(sender)`` with a worker beside it, in one event loop. ``sender`` is one that is there already."""

    def run(scenario, sender=None, channels=("slack",), **options):
        async def both(sender):
            worker = Worker(gateway_service(), dict.fromkeys(channels, sender), gateway.SIGNPOST.home, **options)
            task = asyncio.create_task(worker.run())
            try:
                return await scenario(sender)
            finally:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

        return asyncio.run(both(sender or RecordingSender()))

    return run
