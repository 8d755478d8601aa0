"""A message that the database would not take, as it is kept until the database does."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from pydantic import ConfigDict, field_validator

from bot.questions.incoming_message import IncomingMessage
from bot.questions.intake import AnsweredQuestion, record_answers, record_question
from bot.questions.message_spool import Kept
from bot.questions.models import AnswerRecord
from bot.questions.scrubbing import scrub


class KeptMessage(Kept):
    """A message, what its sender was sent in reply, and how long that took in milliseconds.

    ``id`` is that of its record, made when it arrived. ``message`` is None where the message itself is on record. What
    a person wrote is scrubbed: the disk is to hold no more of it than the record would.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: IncomingMessage | None
    answered: tuple[AnsweredQuestion, ...]
    duration_ms: int

    @field_validator("message")
    @classmethod
    def _scrub_message(cls, message: IncomingMessage | None) -> IncomingMessage | None:
        return replace(message, text=scrub(message.text)) if message else None

    @field_validator("answered")
    @classmethod
    def _scrub_questions(cls, answered: tuple[AnsweredQuestion, ...]) -> tuple[AnsweredQuestion, ...]:
        return tuple(replace(one, words=scrub(one.words), in_full=scrub(one.in_full)) for one in answered)


def store_kept_message(kept: KeptMessage) -> None:
    """Write down what is not on record yet, all or nothing; storing the same message again changes nothing.

    :raises django.db.Error: the database does not take it.
    """
    with transaction.atomic():
        if kept.message:
            recorded = record_question(kept.message, kept.received_at, kept.id)
            if kept.message.button and not recorded.pressed:
                return  # a press of nothing leaves nothing to answer
        if not _is_answered(kept.id):
            record_answers(kept.id, kept.answered, kept.duration_ms)


def _is_answered(question_id: UUID) -> bool:
    answers = AnswerRecord.objects.all()
    return answers.filter(question=question_id).exists() or answers.filter(question__part_of=question_id).exists()
