"""Who deals with a review item. Each function is one transaction: permission, write, audit entry."""

from __future__ import annotations

from django.contrib.auth.models import User as Account
from django.db import transaction

from bot.questions.access import Kind, User, access_review_item, may_see, roles_by_school, visible_kinds
from bot.questions.alert_recipients import recipients
from bot.questions.audit import audit_review_item
from bot.questions.models import WAITING, AuditEntry, ReviewItem

Status = ReviewItem.Status


class NotTheirsToSeeError(ValueError):
    """Somebody cannot be given an item that they may not see."""


class NothingWaitsError(ValueError):
    """The item no longer waits, so there is nothing to deal with."""


def possible_owners(item: ReviewItem) -> list[Account]:
    """Everybody who may be given an item: those who may see it, the lead first."""
    return [recipient.user for recipient in recipients(item.school, Kind(item.kind))]


def assign_review_item(user: User, item: ReviewItem, owner: Account | None) -> ReviewItem:
    """Give an item that waits to ``owner``, or to nobody.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises NotTheirsToSeeError: ``owner`` may not see it.
    :raises NothingWaitsError: it no longer waits.
    """
    with transaction.atomic():
        found = access_review_item(user, item.pk)
        if owner is not None and not may_see(owner, found.school, Kind(found.kind)):
            raise NotTheirsToSeeError("This person may not see the item: choose somebody of the list.")
        if not give_waiting(user, found, owner):
            raise NothingWaitsError("This item no longer waits: open it again first.")
    return access_review_item(user, item.pk)


def give_waiting(user: User, item: ReviewItem, owner: Account | None) -> bool:
    """Give an item to somebody who may see it; call it in a transaction, once ``user`` is known to see the item too.

    :returns: False where the item no longer waits.
    """
    status = Status.ASSIGNED if owner else Status.OPEN
    if not ReviewItem.objects.filter(pk=item.pk, status__in=WAITING).update(owner=owner, status=status):
        return False
    audit_review_item(user, AuditEntry.Action.ASSIGNED, item)
    return True


def release_review_items(user: Account, school: str) -> int:
    """Let what ``user`` deals with at ``school``, and may no longer see, wait for anybody.

    Call it in the transaction that takes their part away.

    :returns: how many items there were.
    """
    kept = visible_kinds(roles_by_school(user).get(school, frozenset()))
    held = ReviewItem.objects.filter(owner=user, school=school).exclude(kind__in=kept)
    return held.filter(status=Status.ASSIGNED).update(owner=None, status=Status.OPEN)
