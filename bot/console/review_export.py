"""Review items as a file: those of a queryset, which the caller has narrowed to what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from bot.answering.outcomes import OUTCOMES
from bot.console.table_file import Cell, Table
from bot.datatypes.answer import Outcome
from bot.questions.models import ReviewItem

_COLUMNS = (
    "Item",
    "School",
    "Why it waits",
    "Status",
    "Opened",
    "Role",
    "Channel",
    "Question",
    "Outcome",
    "What it needed",
    "Reply",
    "Closed",
    "Closed by",
)


def review_table(items: QuerySet[ReviewItem]) -> Table:
    """The items in their order, each with its question and answer."""
    return Table("signpost-review-items", _COLUMNS, _rows(items.select_related("question__answer", "closed_by")))


def _rows(items: Iterable[ReviewItem]) -> Iterator[list[Cell]]:
    for item in items:
        question, answer = item.question, getattr(item.question, "answer", None)
        yield [
            item.pk,
            item.school,
            str(ReviewItem.Kind(item.kind).label),
            str(ReviewItem.Status(item.status).label),
            _time(item.opened_at),
            question.role,
            question.channel,
            question.text,
            OUTCOMES[Outcome(answer.outcome)].label if answer else "",
            str(ReviewItem.Category(item.category).label) if item.category else "",
            item.reply,
            _time(item.closed_at),
            item.closed_by.get_username() if item.closed_by else "",
        ]


def _time(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(sep=" ", timespec="minutes") if at else ""
