"""The worker: answers the inbox and sends the outbox, for as long as the gateway runs.

It lives in the gateway's own process. A process of its own would need the gateway's memory a second time, and would
have to look for new rows again and again; here a row wakes it up the moment it is committed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from django.db import Error as DatabaseError
from django.utils import timezone

from bot.channels.database_threads import in_database_thread
from bot.channels.inbox_worker import InboxWorker
from bot.channels.lanes import Lanes
from bot.channels.message_service import MessageService
from bot.channels.outbox_worker import SEND_TIMEOUT, OutboxWorker
from bot.deliveries import inbox, outbox
from bot.deliveries.sender import Sender
from bot.deliveries.wake_up import wake_up
from bot.deliveries.worker_lease import LEASE, give_up_lease, take_lease
from bot.deliveries.worker_lock import WorkerLock

PAUSE = 1.0  # seconds until it looks again by itself: for retries that are due, and rows of other processes
RENEW_AFTER = LEASE.total_seconds() / 3
INBOX_LANES = 16  # conversations answered at once; more would only wait for the dialogue
OUTBOX_LANES = 64  # conversations sent to at once on each platform

_log = logging.getLogger(__name__)


class Worker:
    """Works off inbox and outbox from ``run`` until that is cancelled. Nothing it was at is lost then.

    :param home: the folder of the lock; a second worker of one home stands by until the first has ended.
    """

    def __init__(
        self, service: MessageService, senders: Mapping[str, Sender], home: Path, *, send_timeout: float = SEND_TIMEOUT
    ) -> None:
        self._channels = tuple(senders)
        self._lock = WorkerLock(home)
        self._inbox = InboxWorker(service, senders)
        self._outbox = OutboxWorker(senders, send_timeout)
        self._renewed = float("-inf")

    async def run(self) -> None:
        """Work for ever; whatever the database or a platform does, it goes on."""
        while not self._lock.take():
            await asyncio.sleep(PAUSE)
        bell = wake_up.listen()
        try:
            with self._lock:
                await self._work(bell)
        finally:
            wake_up.leave(bell)

    async def _work(self, bell: asyncio.Event) -> None:
        answering = Lanes(self._inbox.work_off, INBOX_LANES, bell.set)
        # Lanes of its own for each platform: one that hangs holds up its own conversations and no others.
        sending = {channel: Lanes(self._outbox.work_off, OUTBOX_LANES, bell.set) for channel in self._channels}
        lanes = [answering, *sending.values()]
        try:
            while True:
                bell.clear()
                if not await self._may_work():
                    await _stop(lanes)
                elif not await self._start(answering, sending):
                    await asyncio.sleep(PAUSE)
                await _wait(bell)
        finally:
            await _stop(lanes)
            await self._outbox.settle()
            with suppress(DatabaseError):  # then it runs out by itself
                await in_database_thread(give_up_lease, self._lock.holder)

    async def _start(self, answering: Lanes, sending: Mapping[str, Lanes]) -> bool:
        """Set to work what waits; False if it cannot be read."""
        try:
            answering.start(await in_database_thread(inbox.waiting_conversations))
            for channel, lanes in sending.items():
                lanes.start(await in_database_thread(outbox.waiting_conversations, channel, timezone.now()))
        except DatabaseError as error:
            _log.error("Inbox and outbox cannot be read (%s): look at the database.", type(error).__name__)
            return False
        return True

    async def _may_work(self) -> bool:
        """Whether the lease is ours. While the database cannot say, work goes on as before: it cannot be ours alone."""
        now = asyncio.get_running_loop().time()
        if now - self._renewed > RENEW_AFTER:
            try:
                if not await in_database_thread(take_lease, self._lock.holder):
                    return False
            except DatabaseError:
                return self._renewed > float("-inf")
            self._renewed = now
        return True


async def _stop(lanes: Sequence[Lanes]) -> None:
    await asyncio.gather(*(each.stop() for each in lanes))


async def _wait(bell: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PAUSE):
            await bell.wait()
    except TimeoutError:
        pass
