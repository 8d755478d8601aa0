"""What a web conversation is told after its answers: that a concern was seen, and what a person replied.

Both are read off the record, so that the open page, the page after a restart and the page of tomorrow say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from bot.questions.models import ReviewItem
from bot.questions.sightings import seen_text, sightings_of_concerns

Kind = ReviewItem.Kind

# Whose word a reply is: those who may see an item of that kind (``questions/access.py``).
_REPLIERS = {Kind.ALLEGATION: "The head’s answer", Kind.ALLEGATION_ABOUT_HEAD: "The chair of governors’ answer"}
_LEAD = "Your safeguarding lead’s answer"


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
            told.append(_news(item, f"reply-{item.pk}", _heading(item), item.reply))
    return told


def _news(item: ReviewItem, key: str, heading: str, text: str) -> News:
    asked = item.question.part_of or item.question
    return News(key, item.pk, asked.pk, asked.text, heading, text)


def _heading(item: ReviewItem) -> str:
    answered = timezone.localtime(item.closed_at or timezone.now())
    return f"{_REPLIERS.get(Kind(item.kind), _LEAD)}, {date_format(answered, 'j F Y')}"
