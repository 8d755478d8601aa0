"""What those who deal with a review item write beside it. The asker never sees it."""

from __future__ import annotations

from django.db import transaction

from bot.questions.access import User, access_review_item
from bot.questions.audit import audit_review_item
from bot.questions.models import AuditEntry, ReviewItem
from bot.questions.triage import check_category

NOTE_LIMIT = 2000  # characters


def note_on_review_item(user: User, item: ReviewItem, note: str) -> ReviewItem:
    """Write the note of an item, in place of the one before; an empty one takes it away.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises ValueError: the note is longer than ``NOTE_LIMIT``.
    """
    text = note.strip()
    if len(text) > NOTE_LIMIT:
        raise ValueError(f"The note may have {NOTE_LIMIT} characters: shorten it.")
    return _write(user, item, {"note": text}, "note")


def categorise_review_item(user: User, item: ReviewItem, category: str) -> ReviewItem:
    """Say what a question turned out to need; an empty category says nothing of it.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises ValueError: the category is not in the list.
    """
    check_category(category)
    return _write(user, item, {"category": category}, "category")


def _write(user: User, item: ReviewItem, written: dict[str, str], about: str) -> ReviewItem:
    with transaction.atomic():
        found = access_review_item(user, item.pk)
        ReviewItem.objects.filter(pk=found.pk).update(**written)
        audit_review_item(user, AuditEntry.Action.NOTED, found, about=about)
    return access_review_item(user, item.pk)
