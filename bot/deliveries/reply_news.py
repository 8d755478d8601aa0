"""Tells whoever asked in Slack or Teams what a person replied."""

from __future__ import annotations

from collections.abc import Sequence

from bot.deliveries.outbox import queue_proactive
from bot.questions.lead_replies import reply_message
from bot.questions.models import ReviewItem


def tell_askers(items: Sequence[ReviewItem], **_signal: object) -> None:
    """Queue one reply for each conversation in which the items were asked, however often they were asked there."""
    told: dict[tuple[str, str], ReviewItem] = {}
    for item in items:
        told.setdefault((item.question.channel, item.question.conversation), item)
    for item in told.values():
        asked = item.question
        queue_proactive(asked.school, asked.channel, asked.conversation, reply_message(item))
