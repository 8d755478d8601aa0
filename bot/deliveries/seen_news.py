"""Tells whoever wrote a concern in Slack or Teams that somebody has seen it."""

from __future__ import annotations

from bot.deliveries.outbox import queue_proactive
from bot.questions.models import Sighting
from bot.questions.sightings import seen_message


def tell_asker(sighting: Sighting, **_signal: object) -> None:
    """Queue the news for the conversation in which the concern was written."""
    asked = sighting.item.question
    queue_proactive(asked.school, asked.channel, asked.conversation, seen_message(sighting))
