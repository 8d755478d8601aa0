"""A message that the database would not take, as it is kept until the database does."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from bot.questions.incoming_message import IncomingMessage
from bot.questions.intake import AnsweredQuestion, record_answers, record_question
from bot.questions.models import AnswerRecord


class KeptMessage(BaseModel):
    """A message, what its sender was sent in reply to it, and how long that took in milliseconds.

    ``id`` is that of its record, made when it arrived. ``message`` is None where the message itself is on record.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    received_at: datetime
    message: IncomingMessage | None
    answered: tuple[AnsweredQuestion, ...]
    duration_ms: int


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
