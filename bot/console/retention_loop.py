"""Erases what has served its time once a day, and has the dialogue forget what is to be forgotten, beside requests."""

from __future__ import annotations

import asyncio
import logging

from django.conf import settings
from django.db import connections
from django.utils import timezone

from bot.channels.dialogue_client import DialogueClient
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
    await asyncio.sleep(first_pause)
    while True:
        try:
            await asyncio.to_thread(_erase_when_due)
            await _forget(dialogue)
        except DialogueUnavailableError as error:
            _log.warning("What is erased is still in the dialogue’s memory: %s", error)
        except Exception as error:  # noqa: BLE001 (whatever is wrong now, the next round tries again)
            _log.error("Old data could not be erased (%s): look at the database.", type(error).__name__)
        await asyncio.sleep(interval)


async def _forget(dialogue: DialogueClient) -> None:
    names = await asyncio.to_thread(_names)
    if names:
        await dialogue.forget(names)
        await asyncio.to_thread(_forgotten, names)


def _names() -> list[str]:
    try:
        return list(ForgottenConversation.objects.order_by("pk").values_list("name", flat=True)[:AT_ONCE])
    finally:
        connections.close_all()  # the next round may run in another thread


def _forgotten(names: list[str]) -> None:
    try:
        ForgottenConversation.objects.filter(name__in=names).delete()
    finally:
        connections.close_all()


def _erase_when_due() -> None:
    now = timezone.now()
    try:
        if claim_run(now):
            erased = sum(erase_what_is_due(now).values())
            _log.info("%d things that had served their time were erased.", erased)
        elif do_erased_bytes_remain():
            overwrite_erased()
    finally:
        connections.close_all()
