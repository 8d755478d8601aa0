"""Which schools there are and whom each can turn to, kept in memory for as long as the index says the same."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.datatypes.policy import SchoolProfile
from bot.errors import IndexUnusableError
from bot.index.clause_store import SCHOOL_FILE, ClauseStore

_log = logging.getLogger(__name__)


class SchoolDirectory:
    """Profiles by school id. What was read once is kept if the index goes missing or is damaged meanwhile."""

    def __init__(self, index: Path) -> None:
        self._store = ClauseStore(index)
        self._read: dict[str, tuple[int, SchoolProfile]] = {}

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

    def profiles(self) -> list[SchoolProfile]:
        """The profile of every school, by id."""
        return [profile for school in self._store.schools() if (profile := self.profile(school))]

    def has_schools(self) -> bool:
        """Whether the index holds any school."""
        return bool(self._store.schools())
