"""The rows of the review list: one for each question, however many people asked it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Min, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from bot.console.review_filter import CHANNELS
from bot.questions.models import ReviewItem

PAGE_SIZE = 25
# A row is a group, or an item that stands in none.
_ROW = Coalesce(F("group_id"), -F("pk"))
# Whoever cannot be told apart by who they are is told apart by the conversation.
_ASKER = Coalesce(NullIf("question__asker", Value("")), F("asked_in"))


@dataclass(frozen=True)
class ReviewRow:
    """One row: its newest item, all its items, how many people asked, and since when it waits."""

    item: ReviewItem
    ids: tuple[int, ...]
    askers: int
    oldest: datetime

    @property
    def channels(self) -> str:
        """Where the newest was asked."""
        channel: str = self.item.question.channel
        return CHANNELS.get(channel, channel)


def review_page(items: QuerySet[ReviewItem], order: tuple[str, ...], page: str | None) -> Page[dict[str, object]]:
    """A page of rows over ``items``; see ``review_rows``."""
    found = items.order_by().annotate(row=_ROW).values("row")
    counted = found.annotate(
        askers=Count(_ASKER, distinct=True), newest=Max("opened_at"), oldest=Min("opened_at"), first=Max("pk")
    )
    return Paginator(counted.order_by(*order), PAGE_SIZE).get_page(page)


def review_rows(items: QuerySet[ReviewItem], page: Page[dict[str, object]]) -> list[ReviewRow]:
    """The rows of a page, each with those of ``items`` that belong to it."""
    rows = {row["row"]: row for row in page}
    members: dict[object, list[int]] = {}
    found = items.order_by("-pk").annotate(row=_ROW).filter(row__in=list(rows))
    for row, item_id in found.values_list("row", "pk"):
        members.setdefault(row, []).append(item_id)
    newest = (
        items.select_related(None).select_related("question", "owner").in_bulk([ids[0] for ids in members.values()])
    )
    return [_row(rows[row], newest[members[row][0]], members[row]) for row in rows if row in members]


def _row(counted: dict[str, object], item: ReviewItem, ids: list[int]) -> ReviewRow:
    askers, oldest = counted["askers"], counted["oldest"]
    assert isinstance(askers, int) and isinstance(oldest, datetime)  # noqa: S101 - as the query counts them
    return ReviewRow(item, tuple(ids), askers, oldest)
