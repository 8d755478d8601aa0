"""Answers what waits in the inbox: the path of every message, and the reply is queued where the answer is recorded."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from bot.channels.database_threads import in_database_thread
from bot.channels.fixed_replies import build_refused_reply, build_safe_reply
from bot.channels.message_service import IncomingMessage, MessageRefusedError, MessageService, NotRecordedError, Receipt
from bot.datatypes.answer import Message, speak_of_concern
from bot.deliveries.inbox import finish, next_entry, received_message
from bot.deliveries.lane import Lane
from bot.deliveries.models import InboxEntry
from bot.deliveries.sender import DeliveryError, Outgoing, Sender

# At which failure in a row the asker is told that the answer will take longer. The first comes after the database's
# patience of 1.5 s, each further one a second later at the least: about 7 s in all.
TELL_AT_FAILURE = 3

_log = logging.getLogger(__name__)


class InboxWorker:
    """Works off the inbox, conversation by conversation.

    :param senders: by channel; asked directly only while the database takes nothing, for nobody is left without a word.
    """

    def __init__(self, service: MessageService, senders: Mapping[str, Sender]) -> None:
        self._service = service
        self._senders = senders
        self._failures: Counter[int] = Counter()
        self._told_urgently: set[int] = set()

    async def work_off(self, lane: Lane) -> None:
        """Handle everything that waits in one conversation, in order. Ends early where the database takes nothing."""
        while (entry := await in_database_thread(next_entry, lane)) is not None:
            try:
                await self._handle(entry)
            except NotRecordedError as error:
                await self._speak_meanwhile(entry, error.urgent)
                raise
            except Exception:
                await self._give_up_in_time(entry)
                raise
            self._failures.pop(entry.pk, None)
            self._told_urgently.discard(entry.pk)

    async def _handle(self, entry: InboxEntry) -> None:
        message = IncomingMessage(
            school=entry.school,
            conversation=entry.conversation,
            text=entry.text,
            channel=entry.channel,
            role=entry.role or None,
            button=entry.button,
            asker=entry.asker,
        )

        finish_entry = partial(self._finish, entry)
        try:
            await self._service.answer(message, Receipt(entry.question_id, entry.ordered_at, finish_entry))
        except MessageRefusedError as refused:
            await in_database_thread(finish_entry, [build_refused_reply(refused.code)])

    def _finish(self, entry: InboxEntry, messages: Sequence[Message]) -> None:
        was_told = entry.was_told and speak_of_concern(messages)
        finish(received_message(entry), messages, is_sent=was_told or entry.pk in self._told_urgently)

    async def _give_up_in_time(self, entry: InboxEntry) -> None:
        """A fault of ours that stays must neither leave the asker waiting nor hold up what they write next."""
        self._failures[entry.pk] += 1
        if self._failures[entry.pk] >= TELL_AT_FAILURE and (reply := self._safe_reply(entry)):
            await in_database_thread(self._finish, entry, reply)

    async def _speak_meanwhile(self, entry: InboxEntry, urgent: Sequence[Message]) -> None:
        """While the database does not take the answer: a safeguarding text at once, else the safe text in time."""
        self._failures[entry.pk] += 1
        if urgent and not (entry.was_told or entry.pk in self._told_urgently):
            if await self._send_directly(entry, urgent, is_private=True):
                self._told_urgently.add(entry.pk)
        elif self._failures[entry.pk] == TELL_AT_FAILURE and not urgent:
            await self._send_directly(entry, self._safe_reply(entry), is_private=entry.is_private)

    def _safe_reply(self, entry: InboxEntry) -> list[Message]:
        profile = self._service.directory.profile(entry.school)
        return [build_safe_reply(profile, kept=True)] if profile else []

    async def _send_directly(self, entry: InboxEntry, messages: Sequence[Message], *, is_private: bool) -> bool:
        sender = self._senders.get(entry.channel)
        try:
            if sender and messages:
                await sender.send(Outgoing(entry.address, messages, entry.question_id, is_private))
                return True
        except DeliveryError as error:
            _log.error("A conversation of %s could not be told (%s).", entry.channel, error.problem)
        return False
