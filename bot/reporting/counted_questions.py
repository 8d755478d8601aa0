"""Which questions are counted, in which family of outcomes. Concerns are not among them: no count betrays one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from bot.datatypes.answer import Outcome
from bot.questions.models import AnswerRecord
from bot.reporting.period import Period

# Each family with the label that people read; small talk is nobody's question, and a concern nobody's figure.
FAMILIES = {
    "answered": "Answered",
    "partly": "Partly answered",
    "unanswered": "Not answered",
    "failed": "Could not be looked up",
    "clarification": "Asked back",
}
# Of these the share that was answered is told; whoever was asked back is counted with the answer to their reply.
DECIDED = ("answered", "partly", "unanswered", "failed")
COUNTED = tuple(outcome for outcome in Outcome if outcome.partition("_")[0] in FAMILIES)


def family_of(outcome: str) -> str:
    """The first word of an outcome, which is what is counted."""
    return outcome.partition("_")[0]


def counted_answers(schools: Sequence[str], period: Period) -> QuerySet[AnswerRecord]:
    """The answers to questions in words that came to these schools in the period; presses of buttons are none."""
    return AnswerRecord.objects.filter(
        question__school__in=schools,
        question__received_at__gte=period.start,
        question__received_at__lt=period.end,
        question__button="",
        outcome__in=COUNTED,
    ).order_by()
