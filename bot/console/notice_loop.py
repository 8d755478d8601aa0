"""Tells people of what waits, for as long as the gateway runs, beside its requests and never in their way."""

from __future__ import annotations

from django.utils import timezone

from bot.console.rounds import go_round, in_thread
from bot.notifications.round import tell_everybody

INTERVAL = 15.0  # seconds


async def send_notices(interval: float = INTERVAL) -> None:
    """Go round every ``interval`` seconds until cancelled."""
    await go_round(_tell_now, interval, "Nobody could be told of what waits")


async def _tell_now() -> None:
    await in_thread(tell_everybody, timezone.now())
