"""What the database would not take: kept on the disk, and stored as soon as the database takes it.

Each line of the log that begins with ALARM asks for somebody to look; docs/operate.md says what each means.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar
from uuid import UUID

from django.db import DataError, IntegrityError
from django.db import Error as DatabaseError

from bot.channels.database_threads import in_database_thread
from bot.questions.message_spool import K, MessageSpool, SpoolFullError

KEEP_PATIENCE = 0.5  # seconds for the disk to take a message
STORE_PATIENCE = 5.0  # seconds for the database to take one that was kept
RETRY_PAUSE = 1.0  # seconds between two tries

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)


class LateStorage(Generic[K]):
    """Keeps messages of one kind for the database. One for each kind and process.

    :param folder: the spool's; no other process uses it.
    :param store: writes a message to the database; it may be called again with one that is there.
    """

    def __init__(self, folder: Path, kind: type[K], store: Callable[[K], object]) -> None:
        self._spool = MessageSpool(folder, kind)
        self._store = store
        # Threads of its own: asyncio's may all be taken, and a message can wait for one no longer than KEEP_PATIENCE.
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="spool")
        # Another one with each message that is kept; what is there at first may be of an earlier process.
        self._last_kept = object()
        self._empty_after: object = None  # the last one kept when nothing was found to be left
        self._storing: asyncio.Task[None] | None = None

    async def keep(self, kept: K) -> bool:
        """Keep a message until the database takes it; False where it is not on the disk in ``KEEP_PATIENCE`` seconds.

        Then nobody should rely on it. A disk that is merely slow may still take it, and it is stored after all: what
        may be a worry about a child is better on record although its writer was told otherwise than lost.
        """
        keeping = asyncio.ensure_future(self._in_thread(self._keep_now, kept))
        # Not a timeout around it: that would call late what was written in time while this loop had other work to do.
        await asyncio.wait({keeping}, timeout=KEEP_PATIENCE)
        try:
            if not keeping.done():
                keeping.add_done_callback(_ignore_result)
                raise TimeoutError
            keeping.result()
        except (OSError, SpoolFullError) as error:  # a TimeoutError is an OSError
            _log.critical("ALARM: message %s could not be kept either (%s).", kept.id, _cause(error))
            return False
        self.store_soon()
        return True

    async def holds(self, kept_id: UUID) -> bool:
        """Whether a message that was kept is not in the database yet."""
        return await self._in_thread(self._spool.holds, kept_id)

    def _keep_now(self, kept: K) -> None:
        self._spool.keep(kept)
        self._last_kept = object()

    def store_soon(self) -> None:
        """Begin to store what is kept, if anything may be, and go on until nothing is. Returns at once."""
        if self._empty_after is not self._last_kept and not self._is_storing():
            self._storing = asyncio.get_running_loop().create_task(self._store_all())

    async def _in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *args, **kwargs))

    def _is_storing(self) -> bool:
        task = self._storing
        return task is not None and not task.done() and task.get_loop() is asyncio.get_running_loop()

    async def _store_all(self) -> None:
        stored = 0
        while waiting := await self._waiting():
            for path in waiting:
                if not await self._is_dealt_with(path):
                    await asyncio.sleep(RETRY_PAUSE)
                    break
                stored += 1
        await self._in_thread(self._spool.sweep)
        if stored:
            _log.warning("The database takes messages again: %d that were kept have been dealt with.", stored)

    async def _waiting(self) -> list[Path]:
        last_kept = self._last_kept
        waiting = await self._in_thread(self._spool.waiting)
        if not waiting:
            self._empty_after = last_kept
        return waiting

    async def _is_dealt_with(self, path: Path) -> bool:
        """Store one message; False where the database takes none."""
        try:
            kept = await self._in_thread(self._spool.read, path)
            async with asyncio.timeout(STORE_PATIENCE):
                await in_database_thread(self._store, kept)
        except Exception as error:  # noqa: BLE001 (one message that cannot be stored must not hold up the others)
            if _is_away(error):
                return False
            aside = await self._in_thread(self._spool.put_aside, path)
            _log.critical("ALARM: a kept message cannot be stored (%s); it is in %s.", type(error).__name__, aside)
            return True
        await self._in_thread(self._spool.forget, path)
        return True


def _ignore_result(keeping: asyncio.Future[None]) -> None:
    """Take note of how a late writing ended: nobody waits for it any more."""
    if not keeping.cancelled():
        keeping.exception()


def _is_away(error: Exception) -> bool:
    """Whether it is the database or the disk that fails, and not this one message."""
    if isinstance(error, DataError | IntegrityError):
        return False
    return isinstance(error, DatabaseError | OSError)


def _cause(error: Exception) -> str:
    """What went wrong, without a path or a text: the system's own words for it, or ours."""
    if isinstance(error, SpoolFullError):
        return str(error)
    return getattr(error, "strerror", None) or type(error).__name__
