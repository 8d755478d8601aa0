"""Writing down what was asked and what was answered, and filing what waits for a person.

Every function is one transaction and safe to call from any thread. What a person wrote is scrubbed here, at the door.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from bot.datatypes.answer import Answer, Message, Outcome
from bot.datatypes.search_report import SearchReport
from bot.questions.access import QUESTIONS, may_see
from bot.questions.incoming_message import ROLE_BUTTONS, IncomingMessage
from bot.questions.models import WAITING, AnswerRecord, Feedback, QuestionRecord, ReviewItem
from bot.questions.scrubbing import scrub

Kind = ReviewItem.Kind

# Which outcomes wait for a person, and as what. A question that met a fault was not answered.
KIND_BY_OUTCOME: dict[Outcome, Kind] = {
    Outcome.PARTLY_RELATED_CLAUSES: Kind.PARTLY,
    Outcome.UNANSWERED_NOT_IN_POLICY: Kind.UNANSWERED,
    Outcome.UNANSWERED_OUT_OF_SCOPE: Kind.UNANSWERED,
    Outcome.SAFEGUARDING_CONCERN: Kind.CONCERN,
    Outcome.SAFEGUARDING_EMERGENCY: Kind.CONCERN,
    Outcome.SAFEGUARDING_ALLEGATION: Kind.ALLEGATION,
    Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD: Kind.ALLEGATION_ABOUT_HEAD,
    Outcome.FAILED_SERVICE_UNAVAILABLE: Kind.UNANSWERED,
}
# What is stored for a press of something that was never shown in its conversation.
UNKNOWN_BUTTON = "unknown"
ROLE_LIMIT = 40  # characters, as in the table
# An open item only ever becomes more pressing, and more confidential.
_PRESSING = list(Kind)


@dataclass(frozen=True)
class ConversationContext:
    """What the gateway knows of a conversation and tells the dialogue again each turn.

    ``last_question`` is the question the conversation stands on, in full; ``asked_for`` whom it asks for, where that is
    not the asker.
    """

    role: str | None
    last_question: str | None
    asked_for: str | None = None


@dataclass(frozen=True)
class PressedButton:
    """A button of an answer of this very conversation: what it does, and the question it is about.

    ``role`` is set where it says who is asking.
    """

    action: str
    answer_id: UUID
    question_id: UUID
    question: str
    asked_for: str | None = None

    @property
    def role(self) -> str | None:
        """Who is asking, if that is what the button says."""
        return ROLE_BUTTONS.get(self.action)


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question of a message, and what is about to be sent in reply to it; the fields are those of its record.

    ``search`` is how the search for it went, if there was one.
    """

    messages: Sequence[Message]
    words: str = ""
    in_full: str = ""
    asked_for: str | None = None
    answer_id: UUID = field(default_factory=uuid4)
    search: SearchReport | None = None


@dataclass(frozen=True)
class RecordedQuestion:
    """A message that is safely stored; ``pressed`` is set where it was a press of a button of ours."""

    id: UUID
    pressed: PressedButton | None


def record_question(message: IncomingMessage, received_at: datetime, question_id: UUID) -> RecordedQuestion:
    """Store a message the moment it arrives; look up the button, if one was pressed.

    ``question_id`` was made for it before: a message that comes here again is stored once.
    """
    with transaction.atomic():
        pressed = _find_pressed_button(message) if message.button else None
        fields = {
            "school": message.school,
            "conversation": message.conversation,
            "channel": message.channel,
            "asker": message.asker,
            "role": (pressed.role if pressed else None) or message.role or "",
            "text": "" if message.button else scrub(message.text),
            "button": _button_name(message, pressed),
            "pressed_on_id": pressed.answer_id if pressed else None,
            "received_at": received_at,
        }
        QuestionRecord.objects.get_or_create(id=question_id, defaults=fields)
    return RecordedQuestion(question_id, pressed)


def _button_name(message: IncomingMessage, pressed: PressedButton | None) -> str:
    if pressed:
        return pressed.action
    return UNKNOWN_BUTTON if message.button else ""


def _find_pressed_button(message: IncomingMessage) -> PressedButton | None:
    """The button whose id came with ``message``, if it was shown in this conversation; None otherwise."""
    answer_id, _, action = (message.button or "").partition(":")
    try:
        answers = AnswerRecord.objects.filter(pk=UUID(answer_id))
    except ValueError:
        return None
    answer = answers.filter(
        question__school=message.school,
        question__channel=message.channel,
        question__conversation=message.conversation,
    ).first()
    if answer is None or not _was_shown(answer, f"{answer.pk}:{action}"):
        return None
    question = _asked(answer.question)
    return PressedButton(
        action=action,
        answer_id=answer.pk,
        question_id=question.pk,
        question=question.in_full or question.text,
        asked_for=question.asked_for or None,
    )


def _was_shown(answer: AnswerRecord, button_id: str) -> bool:
    return any(button["id"] == button_id for message in answer.payload for button in message["buttons"])


def _asked(record: QuestionRecord) -> QuestionRecord:
    """The question in words that a press goes back to."""
    while record.pressed_on is not None:
        record = record.pressed_on.question
    return record


def conversation_context(message: IncomingMessage, before: datetime) -> ConversationContext:
    """The asker's role and last question, from what this conversation said up to ``before``.

    A role that comes with the message counts first; else the one that was last given, pressed or stated.
    """
    earlier = _conversation(message).filter(received_at__lt=before).order_by("-received_at")
    last = (
        earlier.filter(button="", parts__isnull=True)
        .exclude(answer__outcome=Outcome.CONVERSATION)
        .exclude(answer__outcome__startswith="safeguarding_")
    )
    role = message.role or earlier.exclude(role="").values_list("role", flat=True).first()
    question = last.only("text", "in_full", "asked_for").first()
    if question is None:
        return ConversationContext(role=role, last_question=None)
    return ConversationContext(role, question.in_full or question.text, question.asked_for or None)


def remember_role(question_id: UUID, role: str) -> None:
    """Note who is asking, where the message's own words said so, for the rest of its conversation."""
    QuestionRecord.objects.filter(pk=question_id).update(role=role[:ROLE_LIMIT])


def _conversation(message: IncomingMessage) -> QuerySet[QuestionRecord]:
    return QuestionRecord.objects.filter(
        school=message.school, channel=message.channel, conversation=message.conversation
    )


def record_answers(question_id: UUID, answered: Sequence[AnsweredQuestion], duration_ms: int) -> list[Message]:
    """Store what is about to be sent in reply to each question of a message.

    :returns: all the messages in order, with ``review_item`` set.
    """
    with transaction.atomic():
        whole = QuestionRecord.objects.get(pk=question_id)
        records = [whole] if len(answered) == 1 else [_part(whole, place, one) for place, one in enumerate(answered)]
        filed: list[Message] = []
        for record, one in zip(records, answered, strict=True):
            record.in_full, record.asked_for = scrub(one.in_full), one.asked_for or ""
            record.save()
            filed += record_answer(record.pk, one.messages, duration_ms, one.answer_id, search=one.search)
    return filed


def _part(whole: QuestionRecord, place: int, answered: AnsweredQuestion) -> QuestionRecord:
    """A question of a message that asks several; they keep their order."""
    return QuestionRecord(
        school=whole.school,
        conversation=whole.conversation,
        channel=whole.channel,
        asker=whole.asker,
        role=whole.role,
        text=scrub(answered.words),
        part_of=whole,
        received_at=whole.received_at + timedelta(microseconds=place),
    )


def record_answer(
    question_id: UUID,
    messages: Sequence[Message],
    duration_ms: int,
    answer_id: UUID,
    *,
    search: SearchReport | None = None,
) -> list[Message]:
    """Store what is about to be sent, filing a review item where the outcome asks for one.

    :returns: the messages, with ``review_item`` set.
    """
    with transaction.atomic():
        question = QuestionRecord.objects.select_related("pressed_on").get(pk=question_id)
        filed = [_file(question, message) for message in messages]
        AnswerRecord.objects.create(
            id=answer_id,
            question=question,
            outcome=overall_outcome(filed),
            payload=[message.model_dump(mode="json") for message in filed],
            search=search.model_dump(mode="json") if search else None,
            duration_ms=duration_ms,
        )
    return filed


def overall_outcome(messages: Sequence[Message]) -> Outcome:
    """The outcome of a turn: that of its first answer; ``conversation`` where nothing was asked."""
    return next((m.answer.outcome for m in messages if m.answer is not None), Outcome.CONVERSATION)


def _file(question: QuestionRecord, message: Message) -> Message:
    kind = KIND_BY_OUTCOME.get(message.answer.outcome) if message.answer else None
    if message.answer is None or kind is None:
        return message
    item = open_review_item(_asked(question), kind)
    return message.model_copy(update={"answer": _with_review_item(message.answer, item)})


def _with_review_item(answer: Answer, item: ReviewItem) -> Answer:
    return answer.model_copy(update={"review_item": item.pk})


def open_review_item(question: QuestionRecord, kind: Kind) -> ReviewItem:
    """The open item of a question: the one there is for the same words in the same conversation, or a new one.

    The item there is takes the more pressing of its own kind and ``kind``.
    """
    key = {
        "school": question.school,
        "asked_in": _digest(f"{question.channel}\n{question.conversation}"),
        "asked_what": _digest(" ".join(question.text.casefold().split())),
    }
    try:
        with transaction.atomic():
            item, _ = ReviewItem.objects.get_or_create(
                **key, status__in=WAITING, defaults={"question": question, "kind": kind}
            )
    except IntegrityError:  # another thread opened it between the look and the write
        item = ReviewItem.objects.get(**key, status__in=WAITING)
    if _PRESSING.index(kind) > _PRESSING.index(Kind(item.kind)):
        _make_more_pressing(item, kind)
    return item


def _make_more_pressing(item: ReviewItem, kind: Kind) -> None:
    """Give an item another kind. A concern stands in no group, and nobody keeps what they may no longer see."""
    item.kind = kind
    if kind not in QUESTIONS:
        item.group = None
    if item.owner and not may_see(item.owner, item.school, kind):
        item.owner, item.status = None, ReviewItem.Status.OPEN
    item.save(update_fields=["kind", "group", "owner", "status"])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def file_forgotten_questions(before: datetime, except_for: Collection[UUID] = ()) -> int:
    """File the questions that came before ``before`` and were never answered, because the gateway was stopped.

    ``except_for`` are those that will be answered yet.

    :returns: how many there were.
    """
    forgotten = QuestionRecord.objects.filter(
        answer__isnull=True, parts__isnull=True, review_items__isnull=True, button="", received_at__lt=before
    )
    with transaction.atomic():
        items = [open_review_item(one, Kind.UNANSWERED) for one in forgotten if one.pk not in except_for]
    return len(items)


def record_feedback(pressed: PressedButton, *, helpful: bool) -> None:
    """Store whether an answer helped; one that did not waits for a person."""
    with transaction.atomic():
        Feedback.objects.update_or_create(answer_id=pressed.answer_id, defaults={"helpful": helpful})
        if not helpful:
            open_review_item(QuestionRecord.objects.get(pk=pressed.question_id), Kind.UNHELPFUL)


def ask_for_lead(question_id: UUID) -> ReviewItem:
    """File a question for the safeguarding lead."""
    with transaction.atomic():
        return open_review_item(QuestionRecord.objects.get(pk=question_id), Kind.ASKED_FOR_LEAD)
