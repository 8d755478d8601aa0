"""How often the kind of rule read off a clause is the one that a careful reader gave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.answering.modality import modality_of
from bot.datatypes.answer import Modality
from bot.errors import TrainingDataError
from bot.evaluation.gold_questions import read_rows
from bot.index.clause_store import ClauseStore
from bot.learning.readings import read_readings
from bot.settings import Settings

_WIDTH = 12


class LabelledClause(BaseModel):
    """One row of a set: a clause, by its id alone, and the kind of rule that a careful reader finds in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    school: str
    clause_id: str
    modality: Modality


@dataclass
class Comparison:
    """Labels against what is read: how many of each pair, the misread clauses, and what could not be compared."""

    pairs: Counter[tuple[Modality, Modality]] = field(default_factory=Counter)
    misread: list[LabelledClause] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float | None:
        """The share of labels met; None where nothing was compared."""
        right = sum(number for (label, read), number in self.pairs.items() if label is read)
        return round(right / self.pairs.total(), 3) if self.pairs else None


def compare_labels(labels: Iterable[LabelledClause], store: ClauseStore) -> Comparison:
    """Read every labelled clause that the index holds."""
    done = Comparison()
    here: dict[str, dict[str, tuple[str, str]]] = {}
    for row in labels:
        if row.school not in store:
            done.skipped.add(row.school)
            continue
        if row.school not in here:
            here[row.school] = {c.clause_id: (c.lead_in, c.text) for _, c in store.clauses(row.school)}
        words = here[row.school].get(row.clause_id)
        if words is None:
            done.gone.append(row.clause_id)
            continue
        read = modality_of(*words)
        done.pairs[row.modality, read] += 1
        if read is not row.modality:
            done.misread.append(row)
    return done


def compare_readings(folder: Path) -> Comparison:
    """Read every clause of the readings, whose rules somebody else labelled.

    :raises TrainingDataError: the folder holds none, or a file is malformed.
    """
    done = Comparison()
    for reading in read_readings(folder).values():
        for _, section, clause in reading.clauses():
            done.pairs[Modality(clause.rule), modality_of(section.lead_in, clause.text)] += 1
    if not done.pairs:
        raise TrainingDataError(f"{folder} holds no readings: name the folder of the .yml files.")
    return done


def _table(pairs: Counter[tuple[Modality, Modality]]) -> Iterator[str]:
    """The confusion table: a row for each label, a column for what was read."""
    yield f"{'label / read':{_WIDTH}} " + " ".join(f"{read:>{_WIDTH}}" for read in Modality)
    for label in Modality:
        yield f"{label:{_WIDTH}} " + " ".join(f"{pairs[label, read]:{_WIDTH}}" for read in Modality)


def _lines(name: str, done: Comparison) -> Iterator[str]:
    yield f"{name}: accuracy {done.accuracy} on {done.pairs.total()} clauses"
    yield from _table(done.pairs)
    if done.skipped:
        yield f"Skipped, because the index does not hold them: {', '.join(sorted(done.skipped))}"
    if done.gone:
        yield f"{len(done.gone)} labelled clauses are no longer in their policies."


def run_verdicts(paths: Sequence[Path], settings: Settings, readings: Path | None) -> dict[str, Any]:
    """Compare the labelled sets, and the readings where a folder of them is named.

    :returns: the figures, the ids of the misread clauses, and ``lines`` for people.
    :raises TrainingDataError: no labelled clause is in the index.
    """
    labels = [row for path in paths for row in read_rows(path, LabelledClause)]
    done = compare_labels(labels, ClauseStore(settings.index))
    if not done.pairs:
        raise TrainingDataError("No labelled clause is in the index: ingest the corpus of its school first.")
    lines = [*_lines("labelled clauses", done), *_by_school(labels, done)]
    body: dict[str, Any] = {"accuracy": done.accuracy, "clauses": done.pairs.total(), "skipped": sorted(done.skipped)}
    body["misread"] = [row.clause_id for row in done.misread]
    if readings is not None:
        other = compare_readings(readings)
        body["readings"] = {"accuracy": other.accuracy, "clauses": other.pairs.total()}
        lines += ["", *_lines("readings", other)]
    return {**body, "lines": lines}


def _by_school(labels: Iterable[LabelledClause], done: Comparison) -> Iterator[str]:
    counted = Counter(row.school for row in labels if row.clause_id not in done.gone)
    wrong = Counter(row.school for row in done.misread)
    for school in sorted(set(counted) - done.skipped):
        yield f"  {school:16} {counted[school] - wrong[school]:4} of {counted[school]}"
