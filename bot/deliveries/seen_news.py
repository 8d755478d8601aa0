"""Tells whoever wrote a concern in Slack or Teams that somebody has seen it."""

from __future__ import annotations

from bot.deliveries.outbox import FETCHED_CHANNEL, queue_proactive
from bot.questions.models import Sighting
from bot.questions.sightings import seen_message


def tell_asker(sighting: Sighting, **_signal: object) -> None:
    """Queue the news for the conversation in which the concern was written; the web chat reads it off the record."""
    asked = sighting.item.question
    if asked.channel != FETCHED_CHANNEL:
        queue_proactive(asked.school, asked.channel, asked.conversation, seen_message(sighting))
