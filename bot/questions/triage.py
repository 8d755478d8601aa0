"""What a person decides on a review item. Each function is one transaction: permission, write, audit entry."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from bot.questions.access import Kind, Role, User, access_review_item, roles_by_school
from bot.questions.alert_recipients import seeing_role
from bot.questions.audit import audit_review_item
from bot.questions.lead_replies import question_answered
from bot.questions.models import WAITING, AuditEntry, ReviewItem
from bot.questions.review_groups import same_question_items
from bot.questions.sightings import person_saw

REPLY_LIMIT = 4000  # characters
Status = ReviewItem.Status


class ReviewItemClosedError(ValueError):
    """Somebody else closed the item first: show what they did instead of writing over it."""


class ReviewItemWaitsError(ValueError):
    """The item waits already, or another one does for the same words in the same conversation."""


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
    """Write a reply to one item alone; see ``reply_to_all_who_asked``."""
    return reply_to_all_who_asked(user, item, text, category=category)[0]


def reply_to_all_who_asked(
    user: User, item: ReviewItem, text: str, *, category: str = "", others: Collection[int] = ()
) -> list[ReviewItem]:
    """Write one reply to those who asked a question, and have them told in the channel they asked in.

    :param others: items that it goes to as well, as far as they ask the same and still wait.
    :returns: what was answered, ``item`` first.
    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises ReviewItemClosedError: it no longer waits; nobody was told anything.
    :raises ValueError: the reply is empty or longer than ``REPLY_LIMIT``, or the category is not in the list.
    """
    reply = text.strip()
    if not 0 < len(reply) <= REPLY_LIMIT:
        raise ValueError(f"The reply must have between 1 and {REPLY_LIMIT} characters: shorten or write it.")
    check_category(category)
    with transaction.atomic():
        found = access_review_item(user, item.pk)  # permission, as it stands now
        written = {"reply": reply, "replied_at": timezone.now(), "replied_by_id": user.pk}
        written |= {"replied_as": part_played(user, found) or "", "category": category, "status": Status.ANSWERED}
        if not _end(user, found, AuditEntry.Action.REPLIED, written):
            raise ReviewItemClosedError("This item was closed already: look at what was written, nothing was changed.")
        mates = same_question_items(user, found).filter(pk__in=others, status__in=WAITING).exclude(pk=found.pk)
        answered = [found, *(mate for mate in mates if _end(user, mate, AuditEntry.Action.REPLIED, written))]
        answered = [access_review_item(user, one.pk) for one in answered]
        question_answered.send(sender=ReviewItem, items=answered)
    return answered


def close_review_item(user: User, item: ReviewItem, *, category: str = "") -> ReviewItem:
    """Close an item without a reply, or one that was answered and is done with; without a category it keeps its own.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises ReviewItemClosedError: it was closed already.
    :raises ValueError: the category is not in the list.
    """
    check_category(category)
    with transaction.atomic():
        found = access_review_item(user, item.pk)
        if not close_waiting(user, found, category):
            raise ReviewItemClosedError("This item was closed already: look at what was written, nothing was changed.")
    return access_review_item(user, item.pk)


def close_waiting(user: User, item: ReviewItem, category: str) -> bool:
    """Close an item that is not closed yet; call it in a transaction, once ``user`` is known to see the item.

    :returns: whether it was still to be closed.
    """
    written = {"status": Status.CLOSED} | ({"category": category} if category else {})
    return _end(user, item, AuditEntry.Action.CLOSED, written, ended=(*WAITING, Status.ANSWERED))


def _end(
    user: User,
    item: ReviewItem,
    action: AuditEntry.Action,
    written: Mapping[str, object],
    ended: Collection[str] = WAITING,
) -> bool:
    """Write to an item that has one of the statuses ``ended``, as what no longer waits; False where it has another."""
    ending = {"closed_at": timezone.now(), "closed_by_id": user.pk}
    if not ReviewItem.objects.filter(pk=item.pk, status__in=ended).update(**ending, **written):
        return False
    audit_review_item(user, action, item)
    return True


def reopen_review_item(user: User, item: ReviewItem) -> ReviewItem:
    """Let an item that was answered or closed wait again, for its owner if it has one. What was replied stays said.

    :raises ReviewItem.DoesNotExist: the item is not the user's to see.
    :raises ReviewItemWaitsError: it waits, or the same words of the same conversation do; says so.
    """
    found = access_review_item(user, item.pk)
    status = Status.ASSIGNED if found.owner_id else Status.OPEN
    ended = ReviewItem.objects.filter(pk=found.pk).exclude(status__in=WAITING)
    try:
        with transaction.atomic():
            access_review_item(user, item.pk)
            if not ended.update(status=status, closed_at=None, closed_by=None):
                raise ReviewItemWaitsError("This item is open already: nothing was changed.")
            audit_review_item(user, AuditEntry.Action.REOPENED, found)
    except IntegrityError:
        raise ReviewItemWaitsError("The same person has asked this again since: answer their newer item.") from None
    return access_review_item(user, item.pk)


def check_category(category: str) -> None:
    """Refuse a category that is not in the list.

    :raises ValueError: says so.
    """
    if category and category not in ReviewItem.Category.values:
        raise ValueError("The category is not in the list: choose one of the list, or none.")


def part_played(user: User, item: ReviewItem) -> Role | None:
    """The part in which ``user`` deals with an item."""
    return seeing_role(roles_by_school(user).get(item.school, frozenset()), Kind(item.kind))
