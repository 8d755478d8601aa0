"""Sends what alerts are due, for as long as the gateway runs, beside its requests and never in their way."""

from __future__ import annotations

import asyncio
import logging

from django.db import connections
from django.utils import timezone

from bot.questions.alerts import send_due_alerts

INTERVAL = 15.0  # seconds

_log = logging.getLogger(__name__)


async def send_alerts(interval: float = INTERVAL) -> None:
    """Look for alerts that are due, and send them, every ``interval`` seconds until cancelled."""
    while True:
        try:
            await asyncio.to_thread(_send_now)
        except Exception as error:  # noqa: BLE001 (whatever is wrong now, the next round tries again)
            _log.error("Alerts could not be looked for (%s): look at the database.", type(error).__name__)
        await asyncio.sleep(interval)


def _send_now() -> None:
    try:
        send_due_alerts(timezone.now())
    finally:
        connections.close_all()  # the next round may run in another thread
