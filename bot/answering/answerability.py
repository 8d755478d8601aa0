"""Whether the policies answer the question at all. The thresholds are the outcome of a sweep on data.

``answerability_thresholds.json`` is written by ``signpost evaluate --sweep``; it says which question set it was chosen
on and what it cost there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answering.draft import AnsweringContext, Draft
from bot.datatypes.answer import Outcome
from bot.errors import TrainingDataError
from bot.retrieval.answerable import is_outside

THRESHOLDS_FILE = Path(__file__).with_name("answerability_thresholds.json")


class Thresholds(BaseModel):
    """Chances from which the policies answer, or bear on the question.

    ``beside`` is the share of the first clause's score that another must reach to be quoted beside it; ``scope`` the
    cosine below which a question is outside the policies altogether.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    answered: float
    related: float
    beside: float
    scope: float
    chosen_by: str
    figures: dict[str, float]


@cache
def read_thresholds(path: Path = THRESHOLDS_FILE) -> Thresholds:
    """The thresholds in force.

    :raises TrainingDataError: the file is missing or malformed; names it.
    """
    try:
        return Thresholds.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise TrainingDataError(f"{path.name} is missing or malformed: run 'signpost evaluate --sweep'.") from None


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
    draft.outcome = outcome_for(draft.retrieved.answerable, draft.retrieved.nearest, read_thresholds())
    if draft.outcome is Outcome.UNANSWERED_NOT_IN_POLICY and is_outside(draft.question):
        draft.outcome = Outcome.UNANSWERED_OUT_OF_SCOPE
