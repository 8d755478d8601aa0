"""A folder of kept messages, one file each, for the time that the database takes none."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from bot.errors import SignpostError

LIMIT = 10_000  # messages; each is a few kilobytes, and at most 60
ABANDONED = 60.0  # seconds after which a draft is nobody's any more
_DRAFT = ".part"


class Kept(BaseModel):
    """What can be kept: it has an id of its own, and came at a time."""

    id: UUID
    received_at: datetime


K = TypeVar("K", bound=Kept)


class SpoolFullError(SignpostError):
    """As many messages are kept as may be: the database has to come back before another can be."""


class MessageSpool(Generic[K]):
    """Keeps messages in the order in which they came, each in a file that only this account may read.

    A message that was kept survives the end of the process and of the machine.

    :param folder: made when the first message is kept.
    :param kind: what it keeps.
    :param limit: how many messages it holds at most.
    """

    def __init__(self, folder: Path, kind: type[K], limit: int = LIMIT) -> None:
        self.folder = folder
        self._kind = kind
        self._limit = limit

    def keep(self, kept: K) -> None:
        """Write a message to the disk, whole or not at all.

        :raises OSError: the disk is full, or the folder cannot be written.
        :raises SpoolFullError: there are ``limit`` messages in it.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len(self.waiting()) >= self._limit:
            raise SpoolFullError(f"{self.folder} holds {self._limit} messages: bring the database back.")
        target = self.folder / f"{kept.received_at.timestamp():020.6f}-{kept.id}.json"
        draft = target.with_suffix(_DRAFT)
        try:
            _write_through(draft, kept.model_dump_json().encode())
            draft.replace(target)
            _sync_folder(self.folder)
        except OSError:
            draft.unlink(missing_ok=True)
            raise

    def waiting(self) -> list[Path]:
        """The files of the kept messages, in the order in which they came; none where there is no folder."""
        return sorted(self.folder.glob("*.json"))

    def holds(self, kept_id: UUID) -> bool:
        """Whether a message is still in it."""
        return any(self.folder.glob(f"*-{kept_id}.json"))

    def read(self, path: Path) -> K:
        """One message.

        :raises OSError: it cannot be read just now.
        :raises pydantic.ValidationError: it is damaged, or of a version whose messages were others.
        """
        return self._kind.model_validate_json(path.read_bytes())

    def forget(self, path: Path) -> None:
        """Remove a message that is on record."""
        path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what is left of messages whose writing was cut short: nobody was told that they were kept."""
        for draft in self.folder.glob(f"*{_DRAFT}"):
            if time.time() - draft.stat().st_mtime > ABANDONED:
                draft.unlink(missing_ok=True)

    def put_aside(self, path: Path) -> Path:
        """Take a message that cannot be stored out of the way of the others, for somebody to look at."""
        aside = self.folder / "aside"
        aside.mkdir(mode=0o700, exist_ok=True)
        return path.replace(aside / path.name)


def _write_through(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the new name survive as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
