"""The worker of this process's gateway, made from its settings."""

from __future__ import annotations

from django.conf import settings

from bot.channels.kept_event import kept_events
from bot.channels.message_service import gateway_service
from bot.channels.senders import configured_senders
from bot.channels.worker import Worker


async def work_off_channels() -> None:
    """Work off the inbox and the outbox until cancelled; returns at once where no channel is configured."""
    senders = configured_senders(settings.SIGNPOST)
    if senders:
        kept_events().store_soon()  # what the process before this one kept
        await Worker(gateway_service(), senders, settings.SIGNPOST.home).run()
