"""Erases what has served its time once a day, and has the dialogue forget what is to be forgotten, beside requests."""

from __future__ import annotations

import asyncio
import logging

from django.conf import settings
from django.utils import timezone

from bot.channels.dialogue_client import DialogueClient
from bot.console.rounds import go_round, in_thread
from bot.errors import DialogueUnavailableError
from bot.retention.erased_bytes import do_erased_bytes_remain, overwrite_erased
from bot.retention.models import ForgottenConversation
from bot.retention.schedule import claim_run, erase_what_is_due

INTERVAL = 60.0  # seconds
FIRST_PAUSE = 30.0  # seconds from the start, when there is enough to do
AT_ONCE = 500  # conversations in one request

_log = logging.getLogger(__name__)


async def keep_no_longer_than_needed(interval: float = INTERVAL, first_pause: float = FIRST_PAUSE) -> None:
    """Look every ``interval`` seconds whether there is anything to erase or to forget, until cancelled."""
    dialogue = DialogueClient(settings.SIGNPOST)

    async def erase_and_forget() -> None:
        await in_thread(_erase_when_due)
        try:
            await _forget(dialogue)
        except DialogueUnavailableError as error:
            _log.warning("What is erased is still in the dialogue’s memory: %s", error)

    await asyncio.sleep(first_pause)
    await go_round(erase_and_forget, interval, "Old data could not be erased")


async def _forget(dialogue: DialogueClient) -> None:
    names = await in_thread(_names)
    if names:
        await dialogue.forget(names)
        await in_thread(_forgotten, names)


def _names() -> list[str]:
    return list(ForgottenConversation.objects.order_by("pk").values_list("name", flat=True)[:AT_ONCE])


def _forgotten(names: list[str]) -> None:
    ForgottenConversation.objects.filter(name__in=names).delete()


def _erase_when_due() -> None:
    now = timezone.now()
    if claim_run(now):
        erased = sum(erase_what_is_due(now).values())
        _log.info("%d things that had served their time were erased.", erased)
    elif do_erased_bytes_remain():
        overwrite_erased()
