"""Review items whose questions mean the same, as far as somebody may see them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from bot.questions.access import QUESTIONS, User, access_review_item, visible_review_items
from bot.questions.audit import audit_review_item
from bot.questions.models import AuditEntry, ReviewItem


def same_question_items(user: User, item: ReviewItem) -> QuerySet[ReviewItem]:
    """The items that ``user`` may see whose questions mean the same as ``item``'s, itself included, newest first."""
    visible = visible_review_items(user)
    if item.group_id is None or item.kind not in QUESTIONS:
        return visible.filter(pk=item.pk)
    return visible.filter(school=item.school, group_id=item.group_id, kind__in=QUESTIONS)


def take_out_of_group(user: User, item: ReviewItem) -> ReviewItem:
    """Let an item stand alone from now on: it asks something else.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    """
    with transaction.atomic():
        found = access_review_item(user, item.pk)
        found.group, found.is_alone = None, True
        found.save(update_fields=["group", "is_alone"])
        audit_review_item(user, AuditEntry.Action.NOTED, found, about="group")
    return found
