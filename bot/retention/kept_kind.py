"""What every kind of kept data can say and do. ``kept_kinds.py`` lists them all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings

from bot.questions.access import Kind
from bot.retention.person import Person

Entry = Mapping[str, Any]  # one thing held on a person, in words, as it is copied for them


@dataclass(frozen=True)
class Due:
    """How many things of a school go on a day."""

    school: str
    day: date
    count: int


@dataclass(frozen=True)
class Erased:
    """What became of what was held on a person: gone, or kept because of a hold or because it waits."""

    gone: int
    held: int = 0
    waiting: int = 0


class KeptKind(ABC):
    """A kind of data that is kept for a time.

    ``name`` is for programs, ``label`` for people; ``where`` is the table or folder; ``setting`` the name of its period
    in ``KeepSettings``, empty where the period is fixed in ``fixed`` (days; None: kept until somebody erases it).

    ``concern`` is set for messages that are concerns: only who may see that kind of review item is shown anything of
    them. ``follows_messages`` is set where there is a row for each message, whatever it was: such counts are for nobody
    who could subtract from them what they may see.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    where: ClassVar[str]
    setting: ClassVar[str] = ""
    fixed: ClassVar[int | None] = None
    concern: ClassVar[Kind | None] = None
    follows_messages: ClassVar[bool] = False
    are_messages: ClassVar[bool] = False

    @property
    def days(self) -> int | None:
        """How long it is kept, in days, as the settings say; None where it does not end by itself."""
        return getattr(settings.SIGNPOST.keep, self.setting) if self.setting else self.fixed

    @property
    def period(self) -> timedelta:
        """The same as a length of time; 0 where there is none."""
        return timedelta(days=self.days or 0)

    @abstractmethod
    def due(self, now: datetime, until: datetime) -> Sequence[Due]:
        """What goes by ``until``, by school and day; what should have gone before ``now`` goes on that day."""

    @abstractmethod
    def erase_due(self, now: datetime) -> Iterator[int]:
        """Erase what has served its time at ``now``, batch by batch; yields how many things were in each."""

    @abstractmethod
    def held_on(self, person: Person) -> Sequence[Entry]:
        """Everything of this kind that is held on a person."""

    @abstractmethod
    def erase_held(self, person: Person) -> Erased:
        """Erase what is held on a person, but for what is under a hold or waits."""
