"""The schools and policies that the pages show, kept in memory for as long as the index says the same."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

from django.conf import settings

from bot.datatypes.policy import PolicyDocument, School
from bot.errors import IndexUnusableError
from bot.index.clause_store import SCHOOL_FILE, ClauseStore

_log = logging.getLogger(__name__)


class PolicyShelf:
    """Schools by id, read again when their file in the index changes; the last good one stays in use."""

    def __init__(self, index: Path) -> None:
        self._store = ClauseStore(index)
        self._read: dict[str, tuple[int, School]] = {}

    def schools(self) -> list[School]:
        """Every school in the index, by name."""
        found = (self.school(name) for name in self._store.schools())
        return sorted((school for school in found if school), key=lambda school: school.profile.name.casefold())

    def school(self, name: str) -> School | None:
        """The school of that id, or None."""
        if name not in self._store:
            return None
        known = self._read.get(name)
        try:
            changed = (self._store.folder / name / SCHOOL_FILE).stat().st_mtime_ns
            if known is None or known[0] != changed:
                self._read[name] = changed, self._store.read(name)
        except (OSError, IndexUnusableError):
            _log.warning("The index of school %s cannot be read: run 'signpost ingest' again.", name)
            return known[1] if known else None
        return self._read[name][1]

    def document(self, school: str, document_id: str) -> PolicyDocument | None:
        """One policy of a school, or None."""
        found = self.school(school)
        return next((d for d in found.documents if d.document_id == document_id), None) if found else None


@cache
def policy_shelf() -> PolicyShelf:
    """The shelf of this process."""
    return PolicyShelf(settings.SIGNPOST.index)
