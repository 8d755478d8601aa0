"""Work of one conversation one thing after another, conversations side by side, no more of them than a few at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from bot.deliveries.lane import Lane

_log = logging.getLogger(__name__)


class Lanes:
    """Runs ``work`` for each lane that is started, once at a time for each.

    :param limit: how many lanes may be at work at once; the others have to be started again.
    :param on_end: called when a lane has ended, for something may have come in meanwhile.
    """

    def __init__(self, work: Callable[[Lane], Awaitable[None]], limit: int, on_end: Callable[[], None]) -> None:
        self._work = work
        self._limit = limit
        self._on_end = on_end
        self._running: dict[Lane, asyncio.Task[bool]] = {}

    def start(self, lanes: Iterable[Lane]) -> None:
        """Set to work those of ``lanes`` that are not at work already, as far as there is room."""
        for lane in lanes:
            if len(self._running) >= self._limit:
                return
            if lane not in self._running:
                self._running[lane] = task = asyncio.create_task(self._run(lane))
                task.add_done_callback(partial(self._ended, lane))

    async def stop(self) -> None:
        """Break off all work; what was not finished stands in its tables as before."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, lane: Lane) -> bool:
        """Whether the work went well: then somebody may look at once for more, else after a pause."""
        try:
            await self._work(lane)
        except Exception as error:  # noqa: BLE001 (one conversation's trouble is no other's; it is started again)
            _log.error("A conversation of %s could not be worked off (%s).", lane.channel, type(error).__name__)
            return False
        return True

    def _ended(self, lane: Lane, done: asyncio.Task[bool]) -> None:
        del self._running[lane]
        if not done.cancelled() and done.result():
            self._on_end()
