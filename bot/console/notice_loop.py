"""Tells people of what waits, for as long as the gateway runs, beside its requests and never in their way."""

from __future__ import annotations

import asyncio
import logging

from django.db import connections
from django.utils import timezone

from bot.notifications.round import tell_everybody

INTERVAL = 15.0  # seconds

_log = logging.getLogger(__name__)


async def send_notices(interval: float = INTERVAL) -> None:
    """Go round every ``interval`` seconds until cancelled."""
    while True:
        try:
            await asyncio.to_thread(_tell_now)
        except Exception as error:  # noqa: BLE001 (whatever is wrong now, the next round tries again)
            _log.error("Nobody could be told of what waits (%s): look at the database.", type(error).__name__)
        await asyncio.sleep(interval)


def _tell_now() -> None:
    try:
        tell_everybody(timezone.now())
    finally:
        connections.close_all()  # the next round may run in another thread
