"""The one path of every message, whichever channel it comes from: record, screen, ask the dialogue, record, reply.

It is never silent. Whatever fails, the person gets an answer within the time that the settings give, and that
answer says what to do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from uuid import UUID, uuid4

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from bot.answering.message_reading import read_message
from bot.answering.outcomes import may_have_answer_beside, shows_clauses
from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.answering.safeguarding_screen import SafeguardingScreen, Screening, screen_by_words
from bot.approved_answers.answer_book import AnswerBook
from bot.channels.answer_buttons import ButtonAction, with_buttons
from bot.channels.conversation_order import ConversationOrder, TooManyWaitingError, Turn
from bot.channels.database_threads import in_database_thread
from bot.channels.dialogue_client import DialogueClient, DialogueTurn, dialogue_conversation
from bot.channels.fixed_replies import build_filed_reply, build_safe_reply, build_thanks, build_unknown_button_reply
from bot.channels.late_storage import LateStorage
from bot.channels.message_checks import MessageRefusedError, check_message
from bot.channels.question_turns import ApprovedMessage, FindApproved, ask_again, ask_each
from bot.channels.school_directory import SchoolDirectory
from bot.channels.typed_text import neutralise_commands
from bot.datatypes.answer import Citation, Message, Outcome, speak_of_concern
from bot.datatypes.policy import SchoolProfile
from bot.errors import DialogueUnavailableError, SignpostError
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import open_message_encoder
from bot.questions import intake
from bot.questions.incoming_message import IncomingMessage
from bot.questions.intake import AnsweredQuestion
from bot.questions.kept_message import KeptMessage, store_kept_message
from bot.questions.scrubbing import scrub
from bot.retrieval.chatter import without_chatter
from bot.settings import Settings

__all__ = ["IncomingMessage", "MessageRefusedError", "MessageService", "answer_message", "gateway_service"]

SCREEN_PATIENCE = 0.5  # seconds that the safeguarding screen may take before it goes by the words alone
# Seconds from its arrival that a message waits for the ordinary answer beside its safeguarding text; the text is there
# within 3 seconds, the recording included.
BESIDE_PATIENCE = 1.5
APPROVED_PATIENCE = 3.0  # seconds that looking for an approved answer may take before the dialogue's stands
RECORD_PATIENCE = 1.5  # seconds that a message may wait for the database before the dialogue, and after it
# The latest, in seconds: after the dialogue's time is up; and after a message came that gets a safeguarding text.
RECORD_AFTER_DEADLINE = 1.2
RECORD_SAFEGUARDING = 2.3

# Threads of its own, so that a screen that hangs holds up nothing but the screening.
_SCREENING = ThreadPoolExecutor(max_workers=4, thread_name_prefix="screen")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receipt:
    """Comes with a message that its caller has stored and will hand in again until its answer is on record.

    ``id`` becomes the question's. ``on_record`` gets what is to be sent, inside the transaction that records it.
    """

    id: UUID
    received_at: datetime
    on_record: Callable[[Sequence[Message]], object]


class NotRecordedError(Exception):
    """The database did not take a message with a receipt, or its answer: hand it in again later.

    ``urgent`` is the safeguarding text that the asker must not wait for, if there is one.
    """

    def __init__(self, urgent: Sequence[Message] = ()) -> None:
        super().__init__()
        self.urgent = urgent


@dataclass(frozen=True)
class _Arrival:
    """A message that was taken in: ``deadline`` and ``started`` are times of the event loop, in seconds."""

    message: IncomingMessage
    profile: SchoolProfile
    received_at: datetime
    started: float
    deadline: float
    id: UUID = field(default_factory=uuid4)
    receipt: Receipt | None = None


class MessageService:
    """Answers messages. One for each process; any number of messages may be under way at once."""

    def __init__(
        self,
        gateway: Settings,
        *,
        screen: Callable[[str], Screening] | None = None,
        safeguarding_message: Callable[
            [Outcome, SchoolProfile, Sequence[Citation]], Message
        ] = build_safeguarding_message,
    ) -> None:
        self.directory = SchoolDirectory(gateway.index, gateway.public_url)
        self.late_storage = LateStorage(gateway.spool, KeptMessage, store_kept_message)
        self._encoder = open_message_encoder(gateway.onnx_encoder)
        self._approved = AnswerBook(ClauseStore(gateway.index), self._encoder, gateway.public_url)
        self._timeout = gateway.dialogue_timeout
        self._dialogue = DialogueClient(gateway)
        self._order = ConversationOrder()
        self._screen = screen or SafeguardingScreen(gateway.onnx_encoder)
        self._safeguarding_message = safeguarding_message
        self._under_way: set[asyncio.Task[list[Message]]] = set()

    def load(self) -> None:
        """Load what the first message would otherwise wait for: the screen, the word lists, and each school's contacts,
        which so stay known if the index goes missing.
        """
        self._screen("")
        read_message(scrub("May I use my phone?"), None, self._meant)
        self.directory.profiles()

    async def answer(self, message: IncomingMessage, receipt: Receipt | None = None) -> list[Message]:
        """The messages to show for ``message``: at least one.

        Goes on to the end, so that the answer is on record, even if the caller hangs up.

        :raises MessageRefusedError: the message cannot be taken in; nothing was stored.
        :raises NotRecordedError: only with a ``receipt``: hand the message in again later.
        """
        checked = check_message(message)
        profile = self.directory.profile(checked.school)
        if profile is None:
            raise MessageRefusedError("unknown_school", "Send in 'school' the folder name of a school of the corpus.")
        task = asyncio.create_task(self._answer(checked, profile, receipt))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _answer(self, message: IncomingMessage, profile: SchoolProfile, receipt: Receipt | None) -> list[Message]:
        arrival = self._arrival(message, profile, receipt)
        with self._order.take((message.channel, message.school, message.conversation)) as turn:
            recorded, screening = await asyncio.gather(self._record_question(arrival), self._screened(message))
            if recorded is None and receipt:
                raise NotRecordedError(self._safeguarding_text(profile, screening))
            if recorded is None:
                return await self._keep_message(arrival, self._safeguarding_text(profile, screening))
            self.late_storage.store_soon()
            replies = await self._safeguard(arrival, turn, screening) or await self._reply(arrival, turn, recorded)
            return await self._record_answers(arrival, recorded, replies)

    def _arrival(self, message: IncomingMessage, profile: SchoolProfile, receipt: Receipt | None) -> _Arrival:
        now = asyncio.get_running_loop().time()
        deadline = now + self._timeout
        if receipt is None:
            return _Arrival(message, profile, timezone.now(), started=now, deadline=deadline)
        return _Arrival(message, profile, receipt.received_at, now, deadline, receipt.id, receipt)

    async def _record_question(self, arrival: _Arrival) -> intake.RecordedQuestion | None:
        try:
            async with asyncio.timeout(RECORD_PATIENCE):
                return await in_database_thread(
                    intake.record_question, arrival.message, arrival.received_at, arrival.id
                )
        except Exception as error:  # noqa: BLE001 (never silent, whatever the fault)
            _log.critical("ALARM: the database does not take message %s (%s).", arrival.id, type(error).__name__)
            return None

    async def _keep_message(self, arrival: _Arrival, urgent: Sequence[Message]) -> list[Message]:
        """The reply to a message that the database did not take: it is stored later, with this reply."""
        reply = urgent or [build_safe_reply(arrival.profile, kept=True)]
        if not await self._keep(arrival, [AnsweredQuestion(reply)], arrival.message) and not urgent:
            return [build_safe_reply(arrival.profile, kept=False)]
        return list(reply)

    async def _keep(
        self, arrival: _Arrival, replies: Sequence[AnsweredQuestion], message: IncomingMessage | None
    ) -> bool:
        return await self.late_storage.keep(
            KeptMessage(
                id=arrival.id,
                received_at=arrival.received_at,
                message=message,
                answered=tuple(replies),
                duration_ms=_milliseconds_since(arrival),
            )
        )

    async def safeguarding_text(self, message: IncomingMessage, profile: SchoolProfile) -> list[Message]:
        """The fixed text that ``message`` calls for, for channels whose message could not be stored; none for others.

        ``profile`` may be of no school: then it names nobody.
        """
        return self._safeguarding_text(profile, await self._screened(message))

    async def _screened(self, message: IncomingMessage) -> Screening:
        """What the screen makes of the message; needs nothing but this process."""
        if message.button:
            return Screening(None)
        try:
            async with asyncio.timeout(SCREEN_PATIENCE):
                return await asyncio.get_running_loop().run_in_executor(_SCREENING, self._screen, message.text)
        except Exception as error:  # noqa: BLE001 (the words alone, and the dialogue, screen again)
            _log.error("The safeguarding screen failed (%s): it goes by the words alone.", type(error).__name__)
            return screen_by_words(message.text)

    def _safeguarding_text(self, profile: SchoolProfile, screening: Screening) -> list[Message]:
        """The fixed text, with the school's own clause, where the message calls for one."""
        if screening.outcome is None:
            return []
        try:
            quoted = self.directory.quoted(profile.school, screening.outcome)
            return [self._safeguarding_message(screening.outcome, profile, quoted)]
        except Exception as error:  # noqa: BLE001 (the dialogue screens again; its answer beats none)
            _log.error("The safeguarding text failed (%s).", type(error).__name__)
            return []

    async def _safeguard(self, arrival: _Arrival, turn: Turn, screening: Screening) -> list[AnsweredQuestion]:
        """The fixed text, where the message calls for one; where that is not sure, the answer below it."""
        text = self._safeguarding_text(arrival.profile, screening)
        if not text:
            return []
        alone = screening.sure or screening.outcome is None or not may_have_answer_beside(screening.outcome)
        return [AnsweredQuestion([*text, *([] if alone else await self._beside(arrival, turn))])]

    async def _beside(self, arrival: _Arrival, turn: Turn) -> list[Message]:
        """What the policies say, where the message may as well be a question and the answer comes in time.

        The policies alone: what a person once approved was not written to stand beside a concern.
        """
        try:
            async with asyncio.timeout_at(arrival.started + BESIDE_PATIENCE):
                told = await self._turn(arrival, turn)
                answered, _ = await ask_each(self._dialogue, told, _find_nothing, self._meant)
        except Exception as error:  # noqa: BLE001 (never at the cost of the safeguarding text)
            _log.warning("A safeguarding text went without an answer beside it (%s).", type(error).__name__)
            return []
        return [message for message in _messages(answered) if _quotes_policy(message)]

    async def _reply(
        self, arrival: _Arrival, turn: Turn, recorded: intake.RecordedQuestion
    ) -> Sequence[AnsweredQuestion]:
        try:
            async with asyncio.timeout_at(arrival.deadline):
                if arrival.message.button:
                    return [await self._reply_to_press(arrival, turn, recorded)]
                return await self._ask_dialogue(arrival, turn, recorded)
        except (DialogueUnavailableError, TimeoutError, TooManyWaitingError, DatabaseError) as error:
            cause = str(error) if isinstance(error, DialogueUnavailableError) else type(error).__name__
            _log.error("Message %s got the safe text: %s", recorded.id, cause)
        except Exception as error:  # noqa: BLE001 (never silent, whatever the fault)
            _log.error("Message %s got the safe text: %s", recorded.id, type(error).__name__)
        return [AnsweredQuestion([build_safe_reply(arrival.profile, kept=True)])]

    async def _reply_to_press(
        self, arrival: _Arrival, turn: Turn, recorded: intake.RecordedQuestion
    ) -> AnsweredQuestion:
        pressed = recorded.pressed
        if pressed is None:
            return AnsweredQuestion([build_unknown_button_reply()])
        if pressed.role or pressed.action == ButtonAction.SHOW_MORE:
            told = await self._turn(arrival, turn, pressed)
            find = self._finder(arrival) if pressed.role else _find_nothing
            return await ask_again(self._dialogue, told, find)
        if pressed.action == ButtonAction.ASK_SAFEGUARDING_LEAD:
            item = await in_database_thread(intake.ask_for_lead, pressed.question_id)
            return AnsweredQuestion([build_filed_reply(arrival.profile, item.pk)])
        helpful = pressed.action == ButtonAction.HELPFUL
        await in_database_thread(intake.record_feedback, pressed, helpful=helpful)
        return AnsweredQuestion([build_thanks(helpful=helpful)])

    async def _ask_dialogue(
        self, arrival: _Arrival, turn: Turn, recorded: intake.RecordedQuestion
    ) -> Sequence[AnsweredQuestion]:
        told = await self._turn(arrival, turn)
        answered, role = await ask_each(self._dialogue, told, self._finder(arrival), self._meant)
        if role and told.role is None:
            await in_database_thread(intake.remember_role, recorded.id, role)
        return answered

    def _finder(self, arrival: _Arrival) -> FindApproved:
        """Looks for what was approved at the asker's school; whatever fails, the dialogue's answer stands."""

        async def find(question: str, role: str | None) -> ApprovedMessage | None:
            try:
                async with asyncio.timeout(APPROVED_PATIENCE):
                    found = await in_database_thread(self._approved.find, arrival.message.school, question, role)
            except Exception as error:  # noqa: BLE001 (there is an answer already)
                _log.error("Approved answers could not be looked up (%s).", type(error).__name__)
                return None
            if found is None:
                return None
            return ApprovedMessage(found.answer.message(arrival.profile, is_sure=found.is_sure), found.is_sure)

        return find

    def _meant(self, message: str) -> str:
        """The message without its chatter; as it is where the encoder or what was learnt cannot be read."""
        try:
            return without_chatter(message, self._encoder.encode)
        except SignpostError as error:
            _log.warning("Messages are read with their chatter: %s", error)
            return message

    async def _turn(self, arrival: _Arrival, turn: Turn, pressed: intake.PressedButton | None = None) -> DialogueTurn:
        """What the dialogue is told, once it is this message's turn."""
        message = arrival.message
        await turn.comes()
        context = await in_database_thread(intake.conversation_context, message, arrival.received_at)
        last_question = pressed.question if pressed else context.last_question
        return DialogueTurn(
            conversation=dialogue_conversation(message.channel, message.school, message.conversation),
            text=neutralise_commands(pressed.question if pressed else message.text),
            school=message.school,
            # Who says their role has asked the question again: the dialogue knows no such button.
            button=None if pressed is None or pressed.role else pressed.action,
            role=(pressed.role if pressed else None) or context.role,
            last_question=neutralise_commands(last_question) if last_question else None,
            asked_for=pressed.asked_for if pressed else context.asked_for,
        )

    async def _record_answers(
        self, arrival: _Arrival, recorded: intake.RecordedQuestion, replies: Sequence[AnsweredQuestion]
    ) -> list[Message]:
        try:
            async with asyncio.timeout_at(_latest_record(arrival, replies)):
                shown = [replace(one, messages=with_buttons(one.messages, one.answer_id)) for one in replies]
                return await in_database_thread(
                    _record, recorded.id, shown, _milliseconds_since(arrival), arrival.receipt
                )
        except Exception as error:  # noqa: BLE001 (never silent, whatever the fault)
            _log.critical("ALARM: the database does not take the answer to %s (%s).", arrival.id, type(error).__name__)
        if arrival.receipt:
            raise NotRecordedError(_messages(replies) if speak_of_concern(_messages(replies)) else ())
        shown = [replace(one, messages=with_buttons(one.messages, None)) for one in replies]
        if any(intake.overall_outcome(one.messages).startswith(("unanswered", "partly")) for one in replies):
            # They say that the question was filed, which it is not yet.
            shown = [AnsweredQuestion([build_safe_reply(arrival.profile, kept=True)])]
        await self._keep(arrival, shown, None)
        return _messages(shown)


def _milliseconds_since(arrival: _Arrival) -> int:
    return round(1000 * (asyncio.get_running_loop().time() - arrival.started))


def _latest_record(arrival: _Arrival, replies: Sequence[AnsweredQuestion]) -> float:
    """Until when the reply may wait for its record, in seconds of the event loop."""
    latest = min(asyncio.get_running_loop().time() + RECORD_PATIENCE, arrival.deadline + RECORD_AFTER_DEADLINE)
    if any(intake.overall_outcome(one.messages).startswith("safeguarding") for one in replies):
        return min(latest, max(arrival.started + RECORD_SAFEGUARDING, asyncio.get_running_loop().time() + 0.5))
    return latest


def _record(
    question_id: UUID, shown: Sequence[AnsweredQuestion], duration_ms: int, receipt: Receipt | None
) -> list[Message]:
    with transaction.atomic():
        messages = intake.record_answers(question_id, shown, duration_ms)
        if receipt:
            receipt.on_record(messages)
    return messages


def _messages(replies: Sequence[AnsweredQuestion]) -> list[Message]:
    return [message for one in replies for message in one.messages]


async def _find_nothing(_question: str, _role: str | None) -> None:
    """Finds no approved answer, where none may be given."""


def _quotes_policy(message: Message) -> bool:
    return message.answer is not None and shows_clauses(message.answer.outcome)


@cache
def gateway_service() -> MessageService:
    """The service of this process; ``load`` it before the first message."""
    return MessageService(settings.SIGNPOST)


async def answer_message(message: IncomingMessage) -> list[Message]:
    """Answer one message; see ``MessageService.answer``.

    :raises MessageRefusedError: the message cannot be taken in; nothing was stored.
    """
    return await gateway_service().answer(message)
