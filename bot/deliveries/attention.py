"""What a person has to look after: replies that did not arrive, or wait too long, and workspaces of no school."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from bot.deliveries.models import Delivery, InboxEntry, UnknownWorkspace
from bot.deliveries.outbox import NOTICE

LATE = timedelta(minutes=5)  # a reply that has waited longer is worth a look
RECENT = timedelta(days=7)  # how long an unknown workspace is mentioned after it last wrote


@dataclass(frozen=True)
class Attention:
    """How much there is to look after. ``unanswered`` counts events not handled within ``LATE``."""

    undeliverable: int
    late: int
    unanswered: int
    unknown_workspaces: int


def troubled_deliveries(now: datetime, schools: Collection[str] | None) -> QuerySet[Delivery]:
    """Replies that will not arrive or are late, newest first; of ``schools``, or of all where that is None.

    Notices are not among them: who may know of one depends on what it is about.
    """
    troubled = _troubled(now).exclude(conversation__startswith=NOTICE).order_by("-created_at")
    return troubled if schools is None else troubled.filter(school__in=schools)


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
