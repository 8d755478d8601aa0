"""A kind of kept data that is the rows of one table."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Count, Model, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from bot.retention.holds import under_a_hold
from bot.retention.kept_kind import Due, Entry, Erased, KeptKind
from bot.retention.person import Person

BATCH = 100  # rows in one transaction: no other writer waits for long


class TableKind(KeptKind):
    """Rows of ``model`` that are kept for a time, counted from the column (or annotation) ``stamp``.

    ``school`` is the column with the school, empty where there is none. ``can_be_held``: whether the table has the
    columns that a hold goes by; ``has_asker`` says whether ``asker`` is one of them.
    """

    model: ClassVar[type[Model]]
    stamp: ClassVar[str]
    school: ClassVar[str] = "school"
    can_be_held: ClassVar[bool] = False
    has_asker: ClassVar[bool] = False

    def all(self) -> QuerySet[Any]:
        """Every row of the kind."""
        return self.model._default_manager.all()

    def finished(self) -> QuerySet[Any]:
        """The rows that nothing waits for, with their ``stamp``: these may go, those of a hold left aside."""
        return self.all()

    def finished_for(self, person: Person) -> QuerySet[Any]:
        """Those that may go where a person asks for it: those that nothing waits for, unless a kind says otherwise."""
        return self.finished()

    def of(self, person: Person) -> Q:
        """Which rows are held on a person; none where the table says nothing of persons."""
        return Q(pk__in=[])

    def erasable(self, person: Person) -> Q:
        """Which of those may be erased for them, holds left aside."""
        return self.of(person)

    @abstractmethod
    def entry(self, row: Any) -> Entry:  # noqa: ANN401 (a row of the kind's own table)
        """A row in words, as a person gets it."""

    def erase(self, rows: Sequence[Any]) -> None:
        """Erase rows, inside the transaction that has locked them, with what belongs to them."""
        self.model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()

    def erase_on_schedule(self, rows: Sequence[Any]) -> None:
        """Erase rows whose time is over. Kinds that are messages write it into the audit log, too."""
        self.erase(rows)

    def _free(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if not self.can_be_held:
            return rows
        return rows.exclude(under_a_hold(stamp=self.stamp, has_asker=self.has_asker))

    def due(self, now: datetime, until: datetime) -> Sequence[Due]:
        """See ``KeptKind``."""
        if self.days is None:
            return []
        rows = self._free(self.finished()).filter(**{f"{self.stamp}__lt": until - self.period})
        rows = rows.annotate(day_of=TruncDate(self.stamp))
        columns = (self.school, "day_of") if self.school else ("day_of",)
        counts: Counter[tuple[str, Any]] = Counter()
        for *school, day, count in rows.order_by().values_list(*columns).annotate(Count("pk")):
            counts[school[0] if school else "", max(day + self.period, timezone.localdate(now))] += count
        return [Due(school, day, count) for (school, day), count in sorted(counts.items())]

    def erase_due(self, now: datetime) -> Iterator[int]:
        """See ``KeptKind``."""
        if self.days is not None:
            served = self.finished().filter(**{f"{self.stamp}__lt": now - self.period})
            yield from self._in_batches(served, self.erase_on_schedule)

    def _in_batches(self, which: QuerySet[Any], erase: Any) -> Iterator[int]:  # noqa: ANN401 (a method of one's own)
        """Erase the rows that may go, a transaction each ``BATCH``. Each is looked at again once it is locked."""
        while True:
            with transaction.atomic():
                found = list(self._free(which).order_by("pk").values_list("pk", flat=True)[:BATCH])
                if not found:
                    return
                locked = self.model._default_manager.select_for_update().filter(pk__in=found).order_by("pk")
                rows = list(self._free(which).filter(pk__in=[row.pk for row in locked]))
                erase(rows)
            yield len(rows)

    def held_on(self, person: Person) -> Sequence[Entry]:
        """See ``KeptKind``."""
        return [self.entry(row) for row in self.all().filter(self.of(person)).order_by("pk")]

    def erase_held(self, person: Person) -> Erased:
        """See ``KeptKind``."""
        theirs = self.erasable(person)
        gone = sum(self._in_batches(self.finished_for(person).filter(theirs), self.erase))
        left = self.all().filter(theirs).count()
        waiting = left - self.finished_for(person).filter(theirs).count()
        return Erased(gone, held=left - waiting, waiting=waiting)


def moment(at: datetime | None) -> str | None:
    """A time as it stands in a copy: to the second, in the school's time zone."""
    return timezone.localtime(at).isoformat(sep=" ", timespec="seconds") if at else None
