"""Whom a reply would reach, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.questions.models import ReviewItem

_IN = {"teams": "in Teams", "slack": "in Slack", "web": "in the web chat"}
_UNREACHED = "through the API, whom Signpost cannot write to"


def count_people(items: Sequence[ReviewItem]) -> Counter[str]:
    """How many people asked, by channel; who cannot be told apart by who they are is by the conversation."""
    return Counter(channel for channel, _ in {_person(item) for item in items})


def _person(item: ReviewItem) -> tuple[str, str]:
    return item.question.channel, item.question.asker or item.asked_in


def whom_it_reaches(items: Sequence[ReviewItem]) -> str:
    """ "12 people: 7 in Teams, 3 in Slack, 2 in the web chat"."""
    people = count_people(items)
    number = people.total()
    parts = [f"{people[channel]} {words}" for channel, words in _IN.items() if people[channel]]
    others = sum(count for channel, count in people.items() if channel not in _IN)
    parts += [f"{others} {_UNREACHED}"] if others else []
    return f"{number} {'person' if number == 1 else 'people'}: {', '.join(parts)}"
