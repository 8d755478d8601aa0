"""Sends what waits in the outbox: in order in each conversation, again and again until it is taken or never will be."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping
from datetime import timedelta

from django.db import Error as DatabaseFault
from django.utils import timezone
from pydantic import ValidationError

from bot.channels.database_threads import in_database_thread
from bot.deliveries.lane import Lane
from bot.deliveries.models import Delivery
from bot.deliveries.outbox import as_outgoing, mark_sent, mark_undeliverable, next_delivery, postpone
from bot.deliveries.sender import RetryLaterError, Sender, UndeliverableError

SEND_TIMEOUT = 15.0  # seconds; a platform that takes longer is taken to have given no answer
FIRST_PAUSE = 1.0  # seconds before the second try; doubled each time
LONGEST_PAUSE = 300.0  # seconds
LAST_PATIENCE = 2.0  # seconds that a send under way gets when the worker stops, so that it need not be repeated
PAUSE_BEFORE_RECORD = 0.5  # seconds before the database is asked again to take what was sent
GIVE_UP_AFTER = timedelta(hours=24)  # a reply that comes later helps nobody

_log = logging.getLogger(__name__)


class OutboxWorker:
    """Works off the outbox, conversation by conversation."""

    def __init__(self, senders: Mapping[str, Sender], send_timeout: float = SEND_TIMEOUT) -> None:
        self._senders = senders
        self._send_timeout = send_timeout
        self._under_way: set[asyncio.Task[None]] = set()

    async def work_off(self, lane: Lane) -> None:
        """Send everything that is due in one conversation, in order."""
        while (delivery := await in_database_thread(next_delivery, lane, timezone.now())) is not None:
            task = asyncio.create_task(self._deliver(delivery))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            await asyncio.shield(task)

    async def settle(self) -> None:
        """Let what is being sent be written down; break off what takes too long: the next worker sends it again."""
        tasks = set(self._under_way)
        if tasks:
            _, slow = await asyncio.wait(tasks, timeout=LAST_PATIENCE)
            for task in slow:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(self._send_timeout):
                platform_id = await self._senders[delivery.channel].send(as_outgoing(delivery))
        except (UndeliverableError, ValidationError) as error:
            await self._give_up(delivery, _problem(error))
        except Exception as error:  # noqa: BLE001 (whatever the fault, the delivery stays and is tried again)
            await self._try_later(delivery, error)
        else:
            await self._write_down(delivery, platform_id)

    async def _write_down(self, delivery: Delivery, platform_id: str | None) -> None:
        """Record a sending, however often the database has to be asked: what is not on record would be sent again."""
        while True:
            try:
                return await in_database_thread(mark_sent, delivery, platform_id)
            except DatabaseFault as error:
                _log.error("Delivery %s was sent, and is not on record yet (%s).", delivery.key, type(error).__name__)
            await asyncio.sleep(PAUSE_BEFORE_RECORD)

    async def _try_later(self, delivery: Delivery, error: Exception) -> None:
        if timezone.now() - delivery.created_at > GIVE_UP_AFTER:
            await self._give_up(delivery, _problem(error))
            return
        asked_for = error.retry_after if isinstance(error, RetryLaterError) else None
        seconds = max(pause_before_retry(delivery.attempts), asked_for or 0.0)
        _log.warning("Delivery %s waits %.0f s (%s).", delivery.key, seconds, _problem(error))
        await in_database_thread(postpone, delivery, _problem(error), seconds)

    async def _give_up(self, delivery: Delivery, problem: str) -> None:
        _log.error("Delivery %s will not arrive (%s): see Deliveries in the console.", delivery.key, problem)
        await in_database_thread(mark_undeliverable, delivery, problem)


def pause_before_retry(attempts: int) -> float:
    """Seconds until a delivery that failed after ``attempts`` earlier tries is tried again.

    Exponential with jitter, so that what failed together does not come back together.
    """
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts, 30))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 (no secret)


def _problem(error: Exception) -> str:
    """What may be shown of an error: a platform's code, or what kind of error it is; never its words."""
    if isinstance(error, RetryLaterError | UndeliverableError):
        return error.problem
    return "no answer in time" if isinstance(error, TimeoutError) else type(error).__name__
