"""How much of what identifies people is scrubbed, and how many ordinary questions are left as they are."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from bot.errors import TrainingDataError
from bot.evaluation.gold_questions import read_questions, read_rows
from bot.evaluation.tally import Tally
from bot.questions.personal_identifiers import PersonalKind, PersonalSpan
from bot.questions.scrubbing import find_personal, scrub


class LabelledSpan(BaseModel):
    """Words of a message that identify somebody, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: PersonalKind
    text: str


class LabelledMessage(BaseModel):
    """One row of a set: a message and all that has to go from it, in order of place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    spans: tuple[LabelledSpan, ...]
    half: Literal["developed", "held_out"]

    def places(self) -> list[PersonalSpan]:
        """Where the spans stand, each looked for after the one before.

        :raises TrainingDataError: one does not stand in the message.
        """
        places, at = [], 0
        for span in self.spans:
            start = self.text.find(span.text, at)
            if start < 0:
                raise TrainingDataError(f"A labelled {span.kind} does not stand in its message: label it as typed.")
            at = start + len(span.text)
            places.append(PersonalSpan(start, at, span.kind))
        return places


@dataclass
class ScrubbingFigures:
    """What was counted. A label counts as found where all of it is gone, a mark as right where it touches a label."""

    names: Tally = field(default_factory=Tally)
    patterns: Tally = field(default_factory=Tally)
    right_marks: Tally = field(default_factory=Tally)
    untouched: Tally = field(default_factory=Tally)
    by_kind: dict[PersonalKind, Tally] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def tallies(self) -> dict[str, Tally]:
        """Each figure by its name."""
        return {
            "recall on patterns": self.patterns,
            "recall on names": self.names,
            "precision": self.right_marks,
            "ordinary questions untouched": self.untouched,
        }


def measure_scrubbing(messages: Iterable[LabelledMessage]) -> ScrubbingFigures:
    """Compare what would be scrubbed from each message with its labels."""
    figures = ScrubbingFigures()
    for message in messages:
        labelled, found = message.places(), find_personal(message.text)
        missed = [place for place in labelled if not _is_gone(place, found)]
        wrong = [span for span in found if not any(_touch(span, place) for place in labelled)]
        for place in labelled:
            of_kind = figures.names if place.kind is PersonalKind.NAME else figures.patterns
            for tally in (of_kind, figures.by_kind.setdefault(place.kind, Tally())):
                tally.count(hit=place not in missed)
        for span in found:
            figures.right_marks.count(hit=span not in wrong)
        if not labelled:
            figures.untouched.count(hit=not found)
        if missed or wrong:
            figures.failed.append(scrub(message.text))
    return figures


def _touch(one: PersonalSpan, other: PersonalSpan) -> bool:
    return one.start < other.end and other.start < one.end


def _is_gone(place: PersonalSpan, found: Sequence[PersonalSpan]) -> bool:
    return all(any(span.start <= at < span.end for span in found) for at in range(place.start, place.end))


def _lines(name: str, figures: ScrubbingFigures) -> Iterator[str]:
    yield f"{name}:"
    for what, tally in figures.tallies().items():
        yield tally.line(what, 30)


def milliseconds(texts: Sequence[str]) -> tuple[float, float]:
    """How long a message takes to scrub: median and 95th percentile."""
    took = []
    for text in texts:
        began = time.perf_counter()
        scrub(text)
        took.append(1000 * (time.perf_counter() - began))
    return round(float(np.median(took)), 2), round(float(np.percentile(took, 95)), 2)


def changed_questions(path: Path) -> tuple[Tally, list[str]]:
    """How many questions of a question set are stored as they were asked, and how the others would be."""
    texts = [row.question for row in read_questions(path)]
    scrubbed = [(text, scrub(text)) for text in texts]
    changed = list(dict.fromkeys(after for before, after in scrubbed if after != before))
    return Tally(sum(before == after for before, after in scrubbed), len(texts)), changed


def run_scrubbing(path: Path, questions: Path | None, misses: int) -> dict[str, Any]:
    """Measure the scrubbing on a labelled set, by half, and on a question set where one is named.

    :returns: the figures, and ``lines`` for people, with up to ``misses`` scrubbed messages of the developed half that
        are not as labelled.
    :raises TrainingDataError: a set is malformed.
    """
    rows = read_rows(path, LabelledMessage)
    halves: list[str] = sorted({row.half for row in rows})
    figures = {half: measure_scrubbing(row for row in rows if row.half == half) for half in halves}
    figures["all"] = measure_scrubbing(rows)
    lines = [line for half, counted in figures.items() for line in _lines(half, counted)]
    kinds = sorted(figures["all"].by_kind.items())
    lines += [f"  {kind:30} {tally.hits} of {tally.total}" for kind, tally in kinds]
    median, slow = milliseconds([row.text for row in rows])
    lines.append(f"milliseconds a message: median {median}, 95th percentile {slow}")
    if misses and "developed" in figures:
        lines += figures["developed"].failed[:misses]
    body: dict[str, Any] = {
        half: {what: tally.as_json() for what, tally in counted.tallies().items()} for half, counted in figures.items()
    }
    body["milliseconds"] = {"median": median, "p95": slow}
    if questions is not None:
        tally, changed = changed_questions(questions)
        body["questions"] = {"unchanged": round(tally.rate, 4), "of": tally.total}
        lines += [f"{questions.name}: {tally.hits} of {tally.total} questions unchanged ({tally.rate:.4f})", *changed]
    return {**body, "lines": lines}
