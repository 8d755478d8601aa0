"""The thresholds that tell an answer from a related clause and from silence: the outcome of a sweep on data.

``answerability_thresholds.json`` is written by ``signpost evaluate --sweep``; it says which question sets it was chosen
on and what it cost there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import TrainingDataError

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
