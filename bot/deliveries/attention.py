"""What a person has to look after: replies that did not arrive, or wait too long, and workspaces of no school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from bot.deliveries.models import Delivery, InboxEntry, UnknownWorkspace
from bot.deliveries.outbox import NOTICE
from bot.questions.access import Role, User, roles_by_school, visible_kinds
from bot.questions.models import ReviewItem

LATE = timedelta(minutes=5)  # a reply that has waited longer is worth a look
RECENT = timedelta(days=7)  # how long an unknown workspace is mentioned after it last wrote


@dataclass(frozen=True)
class Attention:
    """How much there is to look after. ``unanswered`` counts events not handled within ``LATE``."""

    undeliverable: int
    late: int
    unanswered: int
    unknown_workspaces: int


# Whose work the queue is: of a concern that is not theirs to see, they do not see an undelivered reply either.
_QUEUE_READERS = frozenset({Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD})
DELIVERY_READERS = (*sorted(_QUEUE_READERS), Role.ADMINISTRATOR)
_CONFIDENTIAL = frozenset({ReviewItem.Kind.ALLEGATION, ReviewItem.Kind.ALLEGATION_ABOUT_HEAD})


def troubled_deliveries(now: datetime) -> QuerySet[Delivery]:
    """Replies that will not arrive or are late, of every school, newest first.

    Notices are not among them: who may know of one depends on what it is about.
    """
    return _troubled(now).exclude(conversation__startswith=NOTICE).order_by("-created_at")


def visible_deliveries(user: User, now: datetime) -> QuerySet[Delivery]:
    """The deliveries in trouble that ``user`` may see: of their schools, and of no school for an administrator.

    In a conversation in which somebody reported an adult who works at the school, they are for whoever may see that
    report, and for an administrator who is neither lead, deputy nor head there: nothing of what was asked is shown.
    """
    permitted = Q(pk__in=[])
    for school, roles in roles_by_school(user).items():
        if roles & set(DELIVERY_READERS):
            hidden = _CONFIDENTIAL - visible_kinds(roles) if roles & _QUEUE_READERS else frozenset()
            permitted |= Q(school=school) & ~Q(_tells_of(hidden))
        if Role.ADMINISTRATOR in roles:
            permitted |= Q(school="")
    return troubled_deliveries(now).filter(permitted)


def _tells_of(kinds: frozenset[ReviewItem.Kind]) -> Exists:
    """Whether an item of ``kinds`` was filed in the conversation of a delivery."""
    same_conversation = {
        "question__school": OuterRef("school"),
        "question__channel": OuterRef("channel"),
        "question__conversation": OuterRef("conversation"),
    }
    return Exists(ReviewItem.objects.filter(kind__in=kinds, **same_conversation))


def _troubled(now: datetime) -> QuerySet[Delivery]:
    late = Q(sent_at=None, failed_at=None, created_at__lt=now - LATE)
    return Delivery.objects.filter(Q(failed_at__isnull=False) | late)


def unknown_workspaces(now: datetime) -> QuerySet[UnknownWorkspace]:
    """The workspaces of no school that wrote lately, newest first."""
    return UnknownWorkspace.objects.filter(last_at__gt=now - RECENT).order_by("-last_at")


def count_attention(now: datetime) -> Attention:
    """Count what there is to look after, in all schools; notices too, for a count does not say whose."""
    troubled = _troubled(now)
    waiting = InboxEntry.objects.filter(handled_at=None, received_at__lt=now - LATE).exclude(school="")
    return Attention(
        undeliverable=troubled.filter(failed_at__isnull=False).count(),
        late=troubled.filter(failed_at=None).count(),
        unanswered=waiting.count(),
        unknown_workspaces=unknown_workspaces(now).values("channel", "workspace").distinct().count(),
    )
