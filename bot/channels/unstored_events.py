"""What is done with an event that the database does not take: it is kept on the disk, and its sender hears at once.

A safeguarding text waits for nothing. Anything else gets the safe text only if the database does not come back in a few
seconds, and its answer once it does.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.db import Error as DatabaseError
from django.utils import timezone

from bot.channels.database_threads import in_database_thread
from bot.channels.fixed_replies import build_safe_reply
from bot.channels.kept_event import KeptEvent, WayIn, kept_events
from bot.channels.message_service import IncomingMessage, gateway_service
from bot.channels.school_of_channel import Place, find_school
from bot.datatypes.answer import Message
from bot.datatypes.policy import SchoolProfile
from bot.deliveries.received_message import ReceivedMessage
from bot.deliveries.sender import DeliveryError, Outgoing, Sender

STORING_PATIENCE = 1.5  # seconds that an event may wait for the database; Slack waits three for its acknowledgement
SCHOOL_PATIENCE = 0.3  # seconds to find out whose school it is: the database has to say where several share a place
SAFE_TEXT_AFTER = 5.0  # seconds that the database has to come back before somebody is told that it takes longer
REMEMBERED = 1000  # events, so that one that comes again is told once

_UNKNOWN = SchoolProfile(school="", name="")
_log = logging.getLogger(__name__)


class UnstoredEvents:
    """Keeps what of one channel could not be stored, and tells its senders. One for each process."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._seen: OrderedDict[UUID, bool] = OrderedDict()  # by event, whether it was kept
        self._under_way: set[asyncio.Task[None]] = set()

    async def take(
        self, place: Place, message: ReceivedMessage, *, will_come_again: bool, way_in: WayIn = "message"
    ) -> bool:
        """Keep an event and have its sender told. True: acknowledge it, for it is stored later.

        ``will_come_again``: the platform sends it again where it is not acknowledged.
        """
        event = uuid5(NAMESPACE_OID, f"{message.channel}\n{message.event_id}")
        if self._seen.get(event):
            return True
        profile = await _profile(place)
        urgent = await gateway_service().safeguarding_text(_asked(message), profile)
        if event not in self._seen:
            self._run_beside(self._tell(message, urgent))
        is_kept = await kept_events().keep(
            KeptEvent(
                id=event,
                received_at=timezone.now(),
                place=place,
                message=replace(message, was_told=bool(urgent)),
                way_in=way_in,
            )
        )
        self._remember(event, is_kept=is_kept)
        if not urgent and (is_kept or not will_come_again):
            self._run_beside(self._tell_in_time(message, profile, event if is_kept else None))
        return is_kept

    def _remember(self, event: UUID, *, is_kept: bool) -> None:
        self._seen[event] = is_kept
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def _run_beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _tell_in_time(self, message: ReceivedMessage, profile: SchoolProfile, event: UUID | None) -> None:
        """Say that an answer takes longer, where the database is still away; at once where the event was not kept."""
        if event is not None:
            await asyncio.sleep(SAFE_TEXT_AFTER)
            if not await kept_events().holds(event):
                return
        await self._tell(message, [build_safe_reply(profile, kept=event is not None)])

    async def _tell(self, message: ReceivedMessage, replies: Sequence[Message]) -> None:
        try:
            if replies:
                await self._sender.send(Outgoing(message.address, replies, uuid4(), is_private=True))
        except DeliveryError as error:
            _log.error("Somebody whose message was not stored could not be told (%s).", error.problem)


def _asked(message: ReceivedMessage) -> IncomingMessage:
    return IncomingMessage("", message.conversation, message.text, message.channel, button=message.button)


async def _profile(place: Place) -> SchoolProfile:
    try:
        async with asyncio.timeout(SCHOOL_PATIENCE):
            return (await in_database_thread(find_school, place)).school or _UNKNOWN
    except (DatabaseError, TimeoutError):
        return _UNKNOWN
