"""The conversation around a review item, as far as whoever looks at the item may see what was written in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bot.datatypes.answer import Outcome
from bot.questions.access import User, roles_by_school, visible_kinds
from bot.questions.incoming_message import ROLE_BUTTONS
from bot.questions.intake import KIND_BY_OUTCOME
from bot.questions.models import AnswerRecord, QuestionRecord, ReviewItem

_TURNS_BEFORE = 2
_LOOKED_AT = 10  # turns; some of them may not be shown


@dataclass(frozen=True)
class Turn:
    """Something that was asked, and what was said to it."""

    at: datetime
    asked: str
    said: str


def answers_to(question: QuestionRecord) -> list[AnswerRecord]:
    """What was shown in reply to a question: at once, and once the asker had said who they are."""
    answer = Q(question=question) | Q(question__pressed_on__question=question, question__button__in=ROLE_BUTTONS)
    return list(AnswerRecord.objects.filter(answer).order_by("sent_at"))


def turns_before(user: User, item: ReviewItem) -> list[Turn]:
    """The two turns before the question in its conversation, oldest first; none that is not the user's to see.

    A turn that waits for the head or the chair alone, or whose outcome is not known, is left out.
    """
    asked = item.question.part_of or item.question
    earlier = QuestionRecord.objects.filter(
        school=asked.school,
        channel=asked.channel,
        conversation=asked.conversation,
        part_of=None,
        button="",
        received_at__lt=asked.received_at,
    ).order_by("-received_at")
    kinds = visible_kinds(roles_by_school(user).get(item.school, frozenset()))
    shown = [turn for record in earlier[:_LOOKED_AT] if (turn := _turn(record, {str(kind) for kind in kinds}))]
    return shown[:_TURNS_BEFORE][::-1]


def _turn(record: QuestionRecord, kinds: set[str]) -> Turn | None:
    pieces = QuestionRecord.objects.filter(Q(pk=record.pk) | Q(part_of=record)).select_related("answer")
    answers = [piece.answer for piece in pieces.order_by("received_at") if hasattr(piece, "answer")]
    filed = {KIND_BY_OUTCOME.get(Outcome(answer.outcome)) for answer in answers} - {None}
    filed |= set(ReviewItem.objects.filter(question__in=pieces).values_list("kind", flat=True))
    if not answers or not filed <= kinds:
        return None
    said = [str(message["text"]) for answer in answers for message in answer.payload]
    return Turn(record.received_at, record.text, "\n\n".join(said))
