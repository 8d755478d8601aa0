"""Which schools there are and whom each can turn to, kept in memory for as long as the index says the same."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from bot.datatypes.policy import SchoolProfile
from bot.errors import IndexUnusableError
from bot.index.clause_store import SCHOOL_FILE, ClauseStore

KEPT_FOR = 5.0  # seconds that the list of all schools is given again without looking

_log = logging.getLogger(__name__)


class SchoolDirectory:
    """Profiles by school id. What was read once is kept if the index goes missing or is damaged meanwhile."""

    def __init__(self, index: Path) -> None:
        self._store = ClauseStore(index)
        self._read: dict[str, tuple[int, SchoolProfile]] = {}
        self._listed: tuple[float, Sequence[SchoolProfile]] | None = None

    def profile(self, school: str) -> SchoolProfile | None:
        """The profile of ``school``, or None if there is no such school."""
        known = self._read.get(school)
        changed = self._changed(school)
        if changed is None or (known and known[0] == changed):
            return known[1] if known else None
        try:
            self._read[school] = changed, self._store.read(school).profile
        except IndexUnusableError:
            _log.warning("The index of school %s cannot be read: its last good contacts stay in use.", school)
            return known[1] if known else None
        return self._read[school][1]

    def _changed(self, school: str) -> int | None:
        """When the school's part of the index was written, in nanoseconds; None where there is none."""
        if not school or Path(school).name != school:
            return None  # not the name of a folder: never look outside the index
        try:
            return (self._store.folder / school / SCHOOL_FILE).stat().st_mtime_ns
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
