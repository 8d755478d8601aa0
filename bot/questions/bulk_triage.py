"""Several review items dealt with at once, in one transaction: all that can be, with a word on what was left out.

Concerns and allegations are closed and answered one at a time: each has to be opened and read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.contrib.auth.models import User as Account
from django.db import transaction

from bot.questions.access import QUESTIONS, Kind, User, may_see, visible_review_items
from bot.questions.assignments import give_waiting
from bot.questions.item_notes import categorise_review_item
from bot.questions.models import ReviewItem
from bot.questions.triage import check_category, close_waiting

GONE = "not here any more"
CLOSED = "closed or answered already"
CONCERN = "a concern: open it and deal with it by itself"
NOT_THEIRS = "not theirs to see"


@dataclass(frozen=True)
class BulkResult:
    """The items that were dealt with, and why each other one was not, by its number."""

    done: tuple[int, ...]
    left_out: dict[int, str]


def assign_review_items(user: User, items: Collection[int], owner: Account | None) -> BulkResult:
    """Give items to ``owner``, or to nobody."""

    def give(item: ReviewItem) -> str:
        if owner and not may_see(owner, item.school, Kind(item.kind)):
            return NOT_THEIRS
        return "" if give_waiting(user, item, owner) else CLOSED

    return _each(user, items, give)


def close_review_items(user: User, items: Collection[int], *, category: str = "") -> BulkResult:
    """Close items without a reply.

    :raises ValueError: the category is not in the list; nothing was changed.
    """
    check_category(category)

    def close(item: ReviewItem) -> str:
        if item.kind not in QUESTIONS:
            return CONCERN
        return "" if close_waiting(user, item, category) else CLOSED

    return _each(user, items, close)


def categorise_review_items(user: User, items: Collection[int], category: str) -> BulkResult:
    """Say of items what their questions turned out to need.

    :raises ValueError: the category is not in the list; nothing was changed.
    """
    check_category(category)

    def categorise(item: ReviewItem) -> str:
        categorise_review_item(user, item, category)
        return ""

    return _each(user, items, categorise)


def _each(user: User, items: Collection[int], deal_with: Callable[[ReviewItem], str]) -> BulkResult:
    """Deal with each item in turn; ``deal_with`` says why it left one out, or nothing.

    What the user may not see is left out in the same words as what does not exist.
    """
    left_out: dict[int, str] = {}
    with transaction.atomic():
        visible = {item.pk: item for item in visible_review_items(user).filter(pk__in=items)}
        for item_id in dict.fromkeys(items):
            why = deal_with(visible[item_id]) if item_id in visible else GONE
            if why:
                left_out[item_id] = why
    return BulkResult(tuple(one for one in dict.fromkeys(items) if one not in left_out), left_out)
