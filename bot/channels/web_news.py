"""What a web conversation is told after its answers: that a concern was seen, and what a person replied.

Both are read off the record, so that the open page, the page after a restart and the page of tomorrow say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from bot.questions.lead_replies import reply_heading
from bot.questions.models import ReviewItem
from bot.questions.sightings import seen_text, sightings_of_concerns


@dataclass(frozen=True)
class News:
    """One thing that a person did about a question. ``key`` is its own for ever; ``heading`` is empty for a sighting.

    ``item`` is the review item, ``message`` the message that asked; ``question`` its words.
    """

    key: str
    item: int
    message: UUID
    question: str
    heading: str
    text: str


def read_news(school: str, channel: str, conversation: str) -> list[News]:
    """What is to be told in a conversation, in the order in which it was asked; a sighting before a reply.

    :raises django.db.Error: the record cannot be read.
    """
    items = ReviewItem.objects.filter(
        question__school=school, question__channel=channel, question__conversation=conversation
    ).select_related("question__part_of")
    by_item = {item.pk: item for item in items.order_by("question__received_at", "pk")}
    seen = {sighting.item_id: sighting for sighting in sightings_of_concerns(by_item)}
    told: list[News] = []
    for item in by_item.values():
        if item.pk in seen:
            told.append(_news(item, f"seen-{seen[item.pk].pk}", "", seen_text(seen[item.pk])))
        if item.reply:
            told.append(_news(item, _reply_key(item), reply_heading(item), item.reply))
    return told


def _news(item: ReviewItem, key: str, heading: str, text: str) -> News:
    asked = item.question.part_of or item.question
    return News(key, item.pk, asked.pk, asked.text, heading, text)


def _reply_key(item: ReviewItem) -> str:
    """A reply of its own for each time that one was written, so that an open page shows the later one too."""
    return f"reply-{item.pk}" + (f"-{item.replied_at:%Y%m%d%H%M%S}" if item.replied_at else "")
