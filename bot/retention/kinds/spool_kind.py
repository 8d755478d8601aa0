"""Messages on the disk: those that the database has not taken yet, and those put aside because it never will."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bot.channels.kept_event import FOLDER
from bot.retention.holds import holds_in_force
from bot.retention.kept_kind import Due, Entry, Erased, KeptKind
from bot.retention.person import Person
from bot.retention.table_kind import moment


class SpoolFiles(KeptKind):
    """Files of the spool. Those that wait are stored as soon as the database is back, so only those put aside end.

    A file is somebody's, or under a hold, where it names their school and one of their pseudonyms or conversations. An
    event of a platform has no school and no pseudonym yet: it is somebody's where it names their id on the platform.
    """

    name, label, setting = "spool", "Messages put aside on the disk", "aside"
    where = "spool/, spool/events/, the aside/ of each"
    follows_messages = True

    def due(self, now: datetime, until: datetime) -> Sequence[Due]:
        """See ``KeptKind``."""
        ends = [self._end(path) for path in self._aside() if not _is_held(path)]
        days = Counter(timezone.localdate(max(end, now)) for end in ends if end < until)
        return [Due("", day, count) for day, count in sorted(days.items())]

    def erase_due(self, now: datetime) -> Iterator[int]:
        """See ``KeptKind``."""
        served = [path for path in self._aside() if self._end(path) < now and not _is_held(path)]
        yield from (_remove(path) for path in served)

    def held_on(self, person: Person) -> Sequence[Entry]:
        """See ``KeptKind``."""
        return [{"kept": moment(_kept_at(path)), "content": _content(path)} for path in self._of(person)]

    def erase_held(self, person: Person) -> Erased:
        """See ``KeptKind``."""
        found = list(self._of(person))
        free = [path for path in found if not _is_held(path)]
        return Erased(sum(map(_remove, free)), held=len(found) - len(free))

    def _end(self, path: Path) -> datetime:
        return _kept_at(path) + self.period

    def _aside(self) -> list[Path]:
        return [path for folder in _folders() for path in sorted((folder / "aside").glob("*"))]

    def _of(self, person: Person) -> Iterator[Path]:
        names = {name for _, name in person.conversations} | person.askers
        platform_ids = {name for _, name in person.platform_users}
        waiting = [path for folder in _folders() for path in sorted(folder.glob("*.json"))]
        for path in [*waiting, *self._aside()]:
            content = _content(path)
            if _events() in path.parents:
                is_theirs = any(_quoted(name) in content for name in platform_ids)
            else:
                is_theirs = _quoted(person.school) in content and any(_quoted(name) in content for name in names)
            if is_theirs:
                yield path


def _events() -> Path:
    return Path(settings.SIGNPOST.spool) / FOLDER


def _folders() -> tuple[Path, Path]:
    return Path(settings.SIGNPOST.spool), _events()


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:  # stored, or removed, in the meantime
        return ""


def _kept_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    except OSError:
        return timezone.now()


def _is_held(path: Path) -> bool:
    content = _content(path)
    return any(
        _quoted(hold.school) in content and (not name or _quoted(name) in content)
        for hold in holds_in_force()
        for name in [hold.conversation or hold.asker]
    )


def _remove(path: Path) -> int:
    """Overwrite a file and remove it; 0 where it is gone already."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
        path.unlink()
    except FileNotFoundError:
        return 0
    return 1
