"""What a person does with a review item. Each function is one transaction: permission, write, audit entry."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from bot.questions.access import User, access_review_item
from bot.questions.audit import audit_review_item
from bot.questions.models import AuditEntry, ReviewItem
from bot.questions.sightings import person_saw

REPLY_LIMIT = 4000  # characters


class ReviewItemClosedError(ValueError):
    """Somebody else closed the item first: show what they did instead of writing over it."""


def look_at_review_item(user: User, item_id: int) -> ReviewItem:
    """One review item, to be shown to ``user``; that they looked is written down, and a concern counts as seen.

    :raises ReviewItem.DoesNotExist: there is none, or it is not theirs to see.
    """
    with transaction.atomic():
        item = access_review_item(user, item_id)
        audit_review_item(user, AuditEntry.Action.LOOKED, item)
        person_saw(user, item)
    return item


def reply_to_review_item(user: User, item: ReviewItem, text: str, *, category: str = "") -> ReviewItem:
    """Write the reply to a question and close its item.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises ReviewItemClosedError: it was closed already.
    :raises ValueError: the reply is empty or longer than ``REPLY_LIMIT``, or the category is not in the list.
    """
    reply = text.strip()
    if not 0 < len(reply) <= REPLY_LIMIT:
        raise ValueError(f"The reply must have between 1 and {REPLY_LIMIT} characters: shorten or write it.")
    return _close(user, item, AuditEntry.Action.REPLIED, reply=reply, category=category)


def close_review_item(user: User, item: ReviewItem, *, category: str = "") -> ReviewItem:
    """Close an item without a reply.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises ReviewItemClosedError: it was closed already.
    :raises ValueError: the category is not in the list.
    """
    return _close(user, item, AuditEntry.Action.CLOSED, reply="", category=category)


def _close(user: User, item: ReviewItem, action: AuditEntry.Action, *, reply: str, category: str) -> ReviewItem:
    if category and category not in ReviewItem.Category.values:
        raise ValueError("The category is not in the list: choose one of the list, or none.")
    with transaction.atomic():
        access_review_item(user, item.pk)  # permission, as it stands now
        closed = ReviewItem.objects.filter(pk=item.pk, status=ReviewItem.Status.OPEN).update(
            status=ReviewItem.Status.CLOSED,
            reply=reply,
            category=category,
            closed_at=timezone.now(),
            closed_by_id=user.pk,
        )
        if not closed:
            raise ReviewItemClosedError("This item was closed already: look at what was written, nothing was changed.")
        audit_review_item(user, action, item)
    return access_review_item(user, item.pk)
