"""The gateway erases once a day by itself, and has the dialogue forget."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.console.retention_loop import keep_no_longer_than_needed
from bot.questions.models import QuestionRecord
from bot.retention.models import ErasingRun, ForgottenConversation
from tests.channels.gateway_fixtures import dialogue, gateway
from tests.retention.kept_rows import asked

__all__ = ["dialogue", "gateway"]

pytestmark = pytest.mark.django_db(transaction=True)


def run_until(is_done):
    """Run the loop until ``is_done()``; half a minute is a failure."""

    async def both():
        loop = asyncio.create_task(keep_no_longer_than_needed(interval=0.01, first_pause=0))
        try:
            async with asyncio.timeout(30):
                while not await asyncio.to_thread(is_done):
                    await asyncio.sleep(0.01)
        finally:
            loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await loop

    asyncio.run(both())


def test_what_has_served_its_time_is_erased_without_anybody_asking(gateway):
    asked(400)
    run_until(lambda: ErasingRun.objects.filter(finished_at__isnull=False, bytes_remain=False).exists())
    assert not QuestionRecord.objects.exists()


def test_the_dialogue_is_told_what_to_forget_once_it_can_be(gateway, dialogue):
    ForgottenConversation.objects.create(name="oakfield/a-digest")
    dialogue.fault = "500"
    run_until(lambda: dialogue.forgotten)
    assert ForgottenConversation.objects.exists()
    dialogue.fault = None
    run_until(lambda: not ForgottenConversation.objects.exists())
    assert set(dialogue.forgotten) == {"oakfield/a-digest"}
