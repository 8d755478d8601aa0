"""Whether the policies answer the question at all."""

from __future__ import annotations

from bot.answering.draft import AnsweringContext, Draft
from bot.answering.thresholds import Thresholds
from bot.datatypes.answer import Outcome
from bot.retrieval.answerable import is_outside


def outcome_for(score: float, nearest: float, thresholds: Thresholds) -> Outcome:
    """The outcome for the chance that the policies answer, and the nearest clause's cosine."""
    if score >= thresholds.answered:
        return Outcome.ANSWERED_FROM_POLICY
    if score >= thresholds.related:
        return Outcome.PARTLY_RELATED_CLAUSES
    if nearest >= thresholds.scope:
        return Outcome.UNANSWERED_NOT_IN_POLICY
    return Outcome.UNANSWERED_OUT_OF_SCOPE


def judge_answerability(draft: Draft, context: AnsweringContext) -> None:
    """Decide the outcome from what retrieval says of the question as a whole."""
    draft.outcome = outcome_for(draft.retrieved.answerable, draft.retrieved.nearest, context.thresholds())
    if draft.outcome is Outcome.UNANSWERED_NOT_IN_POLICY and is_outside(draft.question):
        draft.outcome = Outcome.UNANSWERED_OUT_OF_SCOPE
