"""Which schools there are, whom each can turn to and what its policies say of a concern, kept in memory for as long as
the index says the same."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering.safeguarding_quotations import QUOTATIONS_FILE, Quotations, read_quotations
from bot.datatypes.answer import Citation, Outcome
from bot.datatypes.policy import SchoolProfile
from bot.errors import IndexUnusableError
from bot.index.clause_store import SCHOOL_FILE, ClauseStore

KEPT_FOR = 5.0  # seconds that the list of all schools is given again without looking

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Known:
    """What was read of a school, and when its files in the index had been written, in nanoseconds."""

    written: tuple[int, int]
    profile: SchoolProfile
    quotations: Quotations


class SchoolDirectory:
    """Schools by id. What was read once is kept if the index goes missing or is damaged meanwhile.

    :param public_url: where people reach the policy pages, without a trailing slash.
    """

    def __init__(self, index: Path, public_url: str = "") -> None:
        self._store = ClauseStore(index)
        self._public_url = public_url
        self._read: dict[str, _Known] = {}
        self._listed: tuple[float, Sequence[SchoolProfile]] | None = None

    def profile(self, school: str) -> SchoolProfile | None:
        """The profile of ``school``, or None if there is no such school."""
        known = self._school(school)
        return known.profile if known else None

    def quoted(self, school: str, outcome: Outcome) -> tuple[Citation, ...]:
        """The school's own clauses to stand below a safeguarding text; none where none were found or can be read."""
        known = self._school(school)
        return known.quotations.get(outcome, ()) if known else ()

    def _school(self, school: str) -> _Known | None:
        known = self._read.get(school)
        written = self._written(school)
        if written is None or (known and known.written == written):
            return known
        try:
            stored = self._store.read(school)
            quotations = read_quotations(self._store, stored, self._public_url)
            self._read[school] = _Known(written, stored.profile, quotations)
        except (IndexUnusableError, OSError):
            _log.warning("The index of school %s cannot be read: its last good contacts stay in use.", school)
            return known
        return self._read[school]

    def _written(self, school: str) -> tuple[int, int] | None:
        """When the school's part of the index was written, in nanoseconds; None where there is none."""
        if not school or Path(school).name != school:
            return None  # not the name of a folder: never look outside the index
        folder = self._store.folder / school
        try:
            return (folder / SCHOOL_FILE).stat().st_mtime_ns, _modified(folder / QUOTATIONS_FILE)
        except (OSError, ValueError):
            return None

    def profiles(self) -> Sequence[SchoolProfile]:
        """The profile of every school, by id; at most ``KEPT_FOR`` seconds old."""
        now = time.monotonic()
        if self._listed is None or now - self._listed[0] > KEPT_FOR:
            self._listed = now, [p for school in self._store.schools() if (p := self.profile(school))]
        return self._listed[1]

    def has_schools(self) -> bool:
        """Whether the index holds any school."""
        return bool(self._store.schools())


def _modified(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
