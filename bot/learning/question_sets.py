"""Invented sets of phrasings of one question, each beside questions that are one detail away.

``training/README.md`` says how they are written.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import TrainingDataError
from bot.settings import ROOT

QUESTION_SETS = ROOT / "training" / "same_questions"


class QuestionSet(BaseModel):
    """``same`` all ask one question; each of ``others`` asks another, one detail away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: tuple[str, ...] = Field(min_length=2)
    others: tuple[str, ...] = Field(min_length=1)


def read_question_sets(folder: Path = QUESTION_SETS) -> list[QuestionSet]:
    """Every set, file by file in the order of their names.

    :raises TrainingDataError: a line is malformed; names it.
    """
    return [found for path in sorted(folder.glob("*.jsonl")) for found in _read(path)]


def _read(path: Path) -> list[QuestionSet]:
    sets = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            sets.append(QuestionSet.model_validate_json(line))
        except ValidationError as error:
            raise TrainingDataError(f"{path.name}, line {number}: {error.errors()[0]['msg']}.") from None
    return sets
