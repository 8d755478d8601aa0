"""Which processes live below another, and waiting for their end without guessing at times."""

from __future__ import annotations

import os
import select
from pathlib import Path

LONG = 60.0  # seconds; a test that waits so long has failed


def descendants(process: int) -> list[int]:
    """The processes below ``process``, children of children included."""
    found = []
    for listing in Path(f"/proc/{process}/task").glob("*/children"):
        for child in listing.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def wait_for_end(processes: list[int]) -> list[int]:
    """Wait until ``processes`` have ended; those that have not in a long time."""
    return [process for process in processes if not _ended(process)]


def _ended(process: int) -> bool:
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], LONG)[0])
    finally:
        os.close(handle)
