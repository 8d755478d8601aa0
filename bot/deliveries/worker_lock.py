"""Who the worker of this home folder is, and that there is one of it: a locked file with a name in it.

The system lets go of the lock when its process dies, however it dies. So whoever has it may take the name's lease over
at once, instead of waiting until it runs out.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from contextlib import suppress
from pathlib import Path
from types import TracebackType

LOCK_FILE = "worker.lock"


class WorkerLock:
    """The lock of one home folder, to be used with ``with`` once ``take`` has succeeded."""

    def __init__(self, home: Path) -> None:
        self._path = home / LOCK_FILE
        self._file: int | None = None
        self.holder = ""

    def take(self) -> bool:
        """Take the lock and read ``holder``; False while another process has it."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self.holder = os.read(file, 64).decode("ascii", "replace") or _name(file)
        self._file = file
        return True

    def __enter__(self) -> WorkerLock:
        """Keep the lock until the end of the block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None


def _name(file: int) -> str:
    name = uuid.uuid4().hex
    os.write(file, name.encode("ascii"))
    return name
