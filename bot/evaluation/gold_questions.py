"""Question sets: what is asked of which school, and the words of the clauses that a careful reader would accept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.errors import TrainingDataError

# Longer than any clause: a citation of this length quotes a page, not a rule.
LONGEST_CLAUSE = 1200
Row = TypeVar("Row", bound=BaseModel)
LEVELS = ("dsl", "emergency", "allegation", "allegation-head")
_NUMBER = re.compile(r"-d?\d+$")
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


class GoldQuestion(BaseModel):
    """One row of a question set. ``evidence``: words of each clause that answers (or, for ``near``, bears on) it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    school: str
    role: str | None = None
    question: str
    expect: Literal["answer", "unanswered", "near", "safeguarding", "not-safeguarding", "chat"]
    evidence: tuple[str, ...] = ()
    level: str | None = None

    @model_validator(mode="after")
    def _check_level(self) -> GoldQuestion:
        """For a concern, ``level`` says which kind it is; on other rows it is a note."""
        if self.expect == "safeguarding" and self.level not in (None, *LEVELS):
            raise ValueError(f"level must be one of {', '.join(LEVELS)}")
        return self


def topic_of(question: GoldQuestion) -> str:
    """What a question is about, as its id says: without the school and the number."""
    words = _NUMBER.sub("", question.id).replace(f"-{question.school}", "").replace(f"{question.school}-", "")
    return words.strip("-")


def normalise(text: str) -> str:
    """Lower case, straight quotes and hyphens, single spaces, no bold marks: how evidence and citations compare."""
    return re.sub(r"\s+", " ", text.translate(_SAME).replace("**", "")).strip().lower()


def is_evidence(text: str, question: GoldQuestion) -> bool:
    """Whether ``text`` is one of the clauses a careful reader would accept for the question."""
    plain = normalise(text)
    return len(plain) <= LONGEST_CLAUSE and any(normalise(words) in plain for words in question.evidence)


def require_both_kinds(expectations: Iterable[str]) -> None:
    """Refuse to learn from questions that are all answered, or all not.

    :raises TrainingDataError: there is no row that expects "answer", or none that expects "unanswered".
    """
    missing = sorted({"answer", "unanswered"} - set(expectations))
    if missing:
        raise TrainingDataError(f"A question set has no row that expects {missing[0]!r}: add some to learn from it.")


def read_rows(path: Path, kind: type[Row]) -> list[Row]:
    """Read a set of rows of one kind, one JSON object a line.

    :raises TrainingDataError: the file is missing or a line is malformed; names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise TrainingDataError(f"{path} cannot be read ({error.strerror}): check its name.") from None
    except UnicodeDecodeError:
        raise TrainingDataError(f"{path} is not UTF-8 text: save it as UTF-8.") from None
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                rows.append(kind.model_validate_json(line))
            except ValidationError as error:
                fault = error.errors()[0]
                where = ".".join(str(part) for part in fault["loc"]) or "the row"
                raise TrainingDataError(f"{path}, line {number}: {where}: {fault['msg']}.") from None
    return rows


def read_questions(path: Path) -> list[GoldQuestion]:
    """Read a question set.

    :raises TrainingDataError: the file is missing or a line is malformed; names the line.
    """
    return read_rows(path, GoldQuestion)
