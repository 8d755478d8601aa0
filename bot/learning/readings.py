"""Readings: invented policies whose clauses stand beside the questions that a careful reader answers with them.

``training/README.md`` says how they are written; the reranker and the encoder learn from nothing else but them and the
topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import TrainingDataError
from bot.settings import ROOT

ENCODER_READINGS = ROOT / "training" / "encoder"
HELD_OUT_READINGS = ROOT / "training" / "held_out"
Rule = Literal["prohibited", "permitted", "conditional", "required", "advised", "information"]
Reader = Literal["staff", "volunteer", "visitor", "parent", "pupil"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Row):
    """A question; ``also`` names the other clauses that answer it, ``role`` who asks where that decides the answer."""

    q: str = Field(min_length=2)
    also: tuple[str, ...] = ()
    role: Reader | None = None


class ReadClause(_Row):
    """A clause, what it rules, the questions it answers, and those it bears on without deciding them (``near``)."""

    text: str = Field(min_length=3)
    rule: Rule
    topic: str
    id: str | None = None
    asked: tuple[str | Asked, ...] = ()
    near: tuple[str, ...] = ()

    def questions(self) -> Iterator[Asked]:
        """The questions the clause answers."""
        for asked in self.asked:
            yield Asked(q=asked) if isinstance(asked, str) else asked


class ReadSection(_Row):
    """A heading, whom its clauses bind, and the words they hang from."""

    title: str = ""
    audience: Literal["staff", "volunteers", "visitors", "parents", "pupils", "everyone"] = "everyone"
    lead_in: str = ""
    clauses: tuple[ReadClause, ...] = Field(min_length=1)


class ReadDocument(_Row):
    """One policy of the invented organisation."""

    title: str
    sections: tuple[ReadSection, ...] = Field(min_length=1)


class Reading(_Row):
    """One organisation's policies; ``silent`` are questions that nothing in them answers or bears on."""

    organisation: str
    kind: str
    documents: tuple[ReadDocument, ...] = Field(min_length=1)
    silent: tuple[str, ...] = ()

    def clauses(self) -> Iterator[tuple[ReadDocument, ReadSection, ReadClause]]:
        """Every clause in reading order, with where it stands."""
        for document in self.documents:
            for section in document.sections:
                for clause in section.clauses:
                    yield document, section, clause

    @model_validator(mode="after")
    def _check_ids(self) -> Reading:
        """Ids are unique, and ``also`` names only those."""
        ids = Counter(clause.id for _, _, clause in self.clauses() if clause.id)
        repeated = [name for name, count in ids.items() if count > 1]
        if repeated:
            raise ValueError(f"clause id {repeated[0]!r} stands twice")
        for _, _, clause in self.clauses():
            for asked in clause.questions():
                unknown = set(asked.also) - set(ids)
                if unknown:
                    raise ValueError(f"question {asked.q!r} names no clause of this file: {sorted(unknown)[0]!r}")
        return self


def read_reading(path: Path) -> Reading:
    """Read one file.

    :raises TrainingDataError: it is not YAML, or a field is missing, unknown or malformed; says which.
    """
    try:
        return Reading.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise TrainingDataError(f"{path.name}, line {line}: not YAML: {error.problem}.") from None
    except (ValueError, OSError) as error:
        if isinstance(error, ValidationError):
            fault = error.errors()[0]
            where = ".".join(str(part) for part in fault["loc"] if not str(part).startswith("function"))
            raise TrainingDataError(f"{path.name}: {where or 'the file'}: {fault['msg']}.") from None
        raise TrainingDataError(f"{path.name} cannot be read as UTF-8 text: {type(error).__name__}.") from None


def read_readings(folder: Path) -> dict[str, Reading]:
    """Every reading by its file's name, sorted.

    :raises TrainingDataError: a file is malformed; names it.
    """
    return {path.stem: read_reading(path) for path in sorted(folder.glob("*.yml"))}
