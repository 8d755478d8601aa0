"""What is under a hold, and who places and releases one. Each write is one transaction, with its audit entry."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from bot.questions.access import Kind, Role, User, access_review_item, roles_by_school, schools_where, visible_kinds
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry, QuestionRecord, ReviewItem
from bot.retention.models import REASON_LIMIT, LegalHold
from bot.retention.person import Person

HOLDERS = (Role.SAFEGUARDING_LEAD, Role.HEAD, Role.CHAIR)
_NOTHING = Q(pk__in=[])


def holds_in_force() -> QuerySet[LegalHold]:
    """The holds that keep anything."""
    return LegalHold.objects.filter(released_at=None)


def under_a_hold(*, stamp: str, has_asker: bool) -> Q:
    """The rows that some hold covers, of a table with the columns ``school``, ``channel`` and ``conversation``.

    :param stamp: the column that says when a row came.
    :param has_asker: whether the table has the column ``asker``; else an asker's rows are found by conversation.
    """
    return reduce(or_, (_covered(hold, stamp, has_asker=has_asker) for hold in holds_in_force()), _NOTHING)


def _covered(hold: LegalHold, stamp: str, *, has_asker: bool) -> Q:
    school = Q(school=hold.school)
    if hold.about == LegalHold.About.PERIOD:
        return school & Q(**{f"{stamp}__gte": hold.since, f"{stamp}__lt": hold.until})
    if hold.conversation:
        return school & Q(channel=hold.channel, conversation=hold.conversation)
    if has_asker:
        return school & Q(asker=hold.asker)
    written = QuestionRecord.objects.filter(school=hold.school, asker=hold.asker)
    return school & Q(conversation__in=written.values("conversation"))


def visible_holds(user: User) -> QuerySet[LegalHold]:
    """The holds that ``user`` may see and release, the newest first.

    One on a review item is for those who may see the item; one that tells of no concern, for lead and head.
    """
    permitted = _NOTHING
    for school, roles in roles_by_school(user).items():
        if not roles & set(HOLDERS):
            continue
        kinds = visible_kinds(roles)
        permitted |= Q(school=school) & (Q(item__kind__in=kinds) | Q(item=None, kind__in=kinds))
        if roles & {Role.SAFEGUARDING_LEAD, Role.HEAD}:
            permitted |= Q(school=school, item=None, kind="")
    return LegalHold.objects.filter(permitted).select_related("placed_by", "item").order_by("-placed_at", "-pk")


def hold_item(user: User, item_id: int, reason: str) -> LegalHold:
    """Keep a review item, and the conversation that it stands in.

    :raises ReviewItem.DoesNotExist: there is none, or it is not the user's to see.
    :raises PermissionError: the user may see it, but places no holds at its school.
    :raises ValueError: the reason is empty or too long.
    """
    with transaction.atomic():
        item: ReviewItem = access_review_item(user, item_id)
        question = item.question
        return _place(
            user,
            LegalHold(
                about=LegalHold.About.ITEM,
                school=item.school,
                item=item,
                kind=item.kind,
                channel=question.channel,
                conversation=question.conversation,
                reason=reason,
            ),
        )


def hold_person(user: User, person: Person, reason: str) -> list[LegalHold]:
    """Keep what a person wrote and will write: a hold for each name that they are known by.

    :raises PermissionError: the user places no holds at that school.
    :raises ValueError: the reason is empty or too long.
    """
    about, school = LegalHold.About.PERSON, person.school
    holds = [LegalHold(about=about, school=school, asker=asker, reason=reason) for asker in sorted(person.askers)]
    if not holds:
        holds = [
            LegalHold(about=about, school=school, channel=channel, conversation=conversation, reason=reason)
            for channel, conversation in sorted(person.conversations)
        ]
    with transaction.atomic():
        return [_place(user, hold) for hold in holds]


def hold_period(user: User, school: str, since: datetime, until: datetime, reason: str) -> LegalHold:
    """Keep all that came to a school from ``since`` up to ``until``.

    :raises PermissionError: the user places no holds at that school.
    :raises ValueError: the period ends before it begins, or the reason is empty or too long.
    """
    if since >= until:
        raise ValueError("The period ends before it begins: turn the two days round.")
    hold = LegalHold(about=LegalHold.About.PERIOD, school=school, since=since, until=until, reason=reason)
    with transaction.atomic():
        return _place(user, hold)


def _place(user: User, hold: LegalHold) -> LegalHold:
    if hold.school not in schools_where(user, *HOLDERS):
        raise PermissionError("Only a school's safeguarding lead, head or chair of governors places a hold.")
    hold.reason = hold.reason.strip()
    if not 0 < len(hold.reason) <= REASON_LIMIT:
        raise ValueError(f"A hold needs a reason of at most {REASON_LIMIT} characters.")
    hold.kind = hold.kind or _told_kind(user, hold.school)
    hold.placed_by_id = cast(int, user.pk)
    hold.save()
    write_audit_entry(user, AuditEntry.Action.HELD, hold.school, f"hold:{hold.pk}", kind=hold.kind)
    return hold


def _told_kind(user: User, school: str) -> str:
    """A chair's hold lets others guess that there is a concern about the head: it is for chairs alone."""
    roles = roles_by_school(user)[school]
    return "" if roles & {Role.SAFEGUARDING_LEAD, Role.HEAD} else Kind.ALLEGATION_ABOUT_HEAD


def release_hold(user: User, hold_id: int) -> LegalHold:
    """Have a hold keep nothing any more; nothing happens where it was released before.

    :raises LegalHold.DoesNotExist: there is none, or it is not the user's to see.
    """
    with transaction.atomic():
        hold = visible_holds(user).get(pk=hold_id)
        released = {"released_at": timezone.now(), "released_by_id": user.pk}
        if holds_in_force().filter(pk=hold_id).update(**released):
            kind = hold.item.kind if hold.item else hold.kind
            write_audit_entry(user, AuditEntry.Action.RELEASED, hold.school, f"hold:{hold.pk}", kind=kind)
    return hold
