"""Erasing what has served its time, and showing beforehand what that will be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from bot.questions.access import Kind, Role, User, roles_by_school, visible_kinds
from bot.retention.erased_bytes import overwrite_erased
from bot.retention.kept_kind import Due, KeptKind
from bot.retention.kept_kinds import KEPT_KINDS
from bot.retention.models import ErasingRun

EVERY = timedelta(days=1)
ABANDONED = timedelta(hours=1)  # after which a run that has not ended was killed


@dataclass(frozen=True)
class DueKind:
    """A kind, and what of it goes on which day."""

    kind: KeptKind
    due: tuple[Due, ...]

    @property
    def count(self) -> int:
        """How many things in all."""
        return sum(one.count for one in self.due)


def erase_what_is_due(now: datetime) -> dict[str, int]:
    """Erase all that has served its time, in small transactions; safe to be killed, or to run twice at once.

    :returns: how many things of each kind.
    """
    ErasingRun.objects.update_or_create(pk=1, defaults={"started_at": timezone.now()})
    erased = {kind.name: sum(kind.erase_due(now)) for kind in KEPT_KINDS}
    overwrite_erased()
    ErasingRun.objects.filter(pk=1).update(finished_at=timezone.now(), erased=sum(erased.values()))
    return erased


def claim_run(now: datetime) -> bool:
    """Whether it is time for the daily run, and nobody else is at it; whoever is told so runs it."""
    ErasingRun.objects.get_or_create(pk=1)
    is_due = Q(finished_at=None) | Q(finished_at__lte=now - EVERY)
    is_free = Q(started_at=None) | Q(started_at__lte=now - ABANDONED)
    return bool(ErasingRun.objects.filter(is_due, is_free, pk=1).update(started_at=now))


def preview(now: datetime, until: datetime) -> list[DueKind]:
    """What goes by ``until``, of every kind."""
    return [DueKind(kind, tuple(kind.due(now, until))) for kind in KEPT_KINDS]


def preview_for(user: User, now: datetime, until: datetime) -> list[DueKind]:
    """The same as far as ``user`` may see it: no count betrays that a concern came that is not theirs to see."""
    roles = roles_by_school(user)
    return [DueKind(kind, tuple(_visible(kind, kind.due(now, until), roles))) for kind in shown_kinds(user)]


def shown_kinds(user: User) -> list[KeptKind]:
    """The kinds that ``user`` may know the counts of at some school."""
    roles = roles_by_school(user)
    return [kind for kind in KEPT_KINDS if any(_is_shown(kind, played) for played in roles.values())]


def _visible(kind: KeptKind, due: Sequence[Due], roles: dict[str, frozenset[Role]]) -> Iterator[Due]:
    for one in due:
        if one.school in roles and _is_shown(kind, roles[one.school]):
            yield one


def _is_shown(kind: KeptKind, roles: frozenset[Role]) -> bool:
    """Whether the number of things of a kind is for somebody with ``roles``.

    Rows that follow every message are for an administrator who sees no messages: the others could tell from their
    number that there was one more than they see.
    """
    kinds = visible_kinds(roles)
    if kind.concern is not None:
        return kind.concern in kinds
    if kind.are_messages:
        return Kind.UNANSWERED in kinds
    return Role.ADMINISTRATOR in roles and not (kind.follows_messages and kinds)
