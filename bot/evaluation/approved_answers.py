"""How surely an approved answer reaches those who ask for it in other words, and nobody else."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from bot.approved_answers.answer_matcher import AnswerMatcher, read_match_threshold
from bot.approved_answers.match_features import Wording
from bot.evaluation.gold_questions import read_questions, read_rows
from bot.evaluation.tally import Tally
from bot.index.sentence_encoder import open_message_encoder
from bot.settings import Settings

# With how many of the phrasings that the desk would suggest an answer is approved.
PHRASINGS = (0, 1, 3)


class ApprovedRow(BaseModel):
    """One row of a set: a question that an answer was approved for, what the desk would suggest, and how others ask.

    ``others`` are other questions, one detail away; ``asks_for`` names those of them that ask for another row's answer,
    ``also_asked`` the questions of the question set that ask for this one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    half: Literal["developed", "held_out"]
    question: str
    suggested: tuple[str, ...]
    asked: tuple[str, ...]
    others: tuple[str, ...]
    asks_for: dict[str, str] = Field(default_factory=dict)
    also_asked: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A question put to the answers of a half; ``wanted`` is the row whose answer it asks for, or None."""

    text: str
    wanted: str | None
    is_near: bool
    part: str


class Judged(NamedTuple):
    """What became of a question: the likeliest answer and its chance."""

    asked: Asked
    answer: Hashable
    chance: float


@dataclass
class ApprovedFigures:
    """What was counted of one half and one number of phrasings."""

    reached: Tally = field(default_factory=Tally)
    wrong: Tally = field(default_factory=Tally)
    wrong_near: Tally = field(default_factory=Tally)
    wrong_ordinary: Tally = field(default_factory=Tally)
    misses: list[str] = field(default_factory=list)

    def tallies(self) -> dict[str, Tally]:
        """Each figure by its name."""
        return {
            "other phrasings that get the answer": self.reached,
            "other questions that get an answer": self.wrong,
            "  of those one detail away": self.wrong_near,
            "  of the question set": self.wrong_ordinary,
        }


def offered_tallies(figures: ApprovedFigures) -> dict[str, Tally]:
    """What is given or offered, by name: ``figures`` counted from the chance on from which an answer is offered."""
    return {
        "other phrasings, given or offered": figures.reached,
        "other questions, given or offered": figures.wrong,
    }


def asked_of(rows: Sequence[ApprovedRow], ordinary: Iterable[str]) -> Iterator[Asked]:
    """Every question that is put to the answers of ``rows``."""
    approved = {row.id for row in rows}
    for row in rows:
        for text in row.asked:
            yield Asked(text, row.id, False, row.id)
        for text in row.others:
            if row.asks_for.get(text) not in approved:
                yield Asked(text, None, True, row.id)
    for text in ordinary:
        yield Asked(text, None, False, text)


class Answers(dict[Hashable, list[Wording]]):
    """The wordings of each row's answer, with so many of the phrasings that the desk would suggest.

    :param filled: with how all the others asked, too, as when the queue has filled.
    """

    def __init__(
        self, rows: Sequence[ApprovedRow], matcher: AnswerMatcher, phrasings: int, *, filled: bool = False
    ) -> None:
        self._texts: dict[Hashable, list[str]] = {
            row.id: [row.question, *row.suggested[len(row.suggested) - phrasings :], *(row.asked if filled else ())]
            for row in rows
        }
        super().__init__((key, matcher.wordings(texts)) for key, texts in self._texts.items())

    def without(self, text: str) -> Mapping[Hashable, Sequence[Wording]]:
        """The answers, ``text`` itself left out of their wordings."""
        return {
            key: [wording for wording, own in zip(self[key], texts, strict=True) if own != text]
            for key, texts in self._texts.items()
        }


def judge(asked: Iterable[Asked], answers: Answers, matcher: AnswerMatcher) -> Iterator[Judged]:
    """What the matcher makes of each question."""
    for one in asked:
        match = matcher.best(one.text, answers.without(one.text))
        yield Judged(one, match.answer if match else None, match.chance if match else 0.0)


def count(judged: Iterable[Judged], threshold: float) -> ApprovedFigures:
    """Count what is given and what is not, at a threshold."""
    figures = ApprovedFigures()
    for one in judged:
        given = one.answer if one.chance >= threshold else None
        if one.asked.wanted is not None:
            figures.reached.count(hit=given == one.asked.wanted)
        else:
            kind = figures.wrong_near if one.asked.is_near else figures.wrong_ordinary
            for tally in (figures.wrong, kind):
                tally.count(hit=given is not None)
        if given != one.asked.wanted:
            figures.misses.append(f"{one.chance:.2f} {one.asked.text!r}: {one.answer}, not {one.asked.wanted}")
    return figures


def ordinary_questions(rows: Sequence[ApprovedRow], questions: Path | None) -> list[str]:
    """The questions of a question set, each once, that ask for the answer of no row.

    :raises TrainingDataError: the set is malformed.
    """
    if questions is None:
        return []
    same = {text for row in rows for text in row.also_asked}
    return [text for text in dict.fromkeys(row.question for row in read_questions(questions)) if text not in same]


def run_approved(path: Path, questions: Path | None, settings: Settings, misses: int) -> dict[str, Any]:
    """Approve the answers of each half and put every other phrasing and other question to them.

    :returns: the figures, and ``lines`` for people, with up to ``misses`` of the developed half.
    :raises TrainingDataError: a set is malformed.
    """
    rows, matcher = read_rows(path, ApprovedRow), AnswerMatcher(open_message_encoder(settings.onnx_encoder))
    ordinary, chosen = ordinary_questions(rows, questions), read_match_threshold()
    body: dict[str, Any] = {"threshold": chosen.threshold, "offered_from": chosen.offered_from}
    lines = [f"given from {chosen.threshold} on, offered from {chosen.offered_from} on"]
    for half in ("developed", "held_out"):
        own = [row for row in rows if row.half == half]
        for name, answers in _trials(own, matcher):
            judged = list(judge(asked_of(own, ordinary), answers, matcher))
            figures = count(judged, chosen.threshold)
            tallies = figures.tallies() | offered_tallies(count(judged, chosen.offered_from))
            body[f"{half}, {name}"] = {what.strip(): tally.as_json() for what, tally in tallies.items()}
            lines += [f"{half}, {name}", *(tally.line(what, 38) for what, tally in tallies.items())]
            lines += figures.misses[:misses] if half == "developed" else []
    return {**body, "lines": lines}


def _trials(rows: Sequence[ApprovedRow], matcher: AnswerMatcher) -> Iterator[tuple[str, Answers]]:
    """The answers with more and more wordings, each under a name."""
    for phrasings in PHRASINGS:
        yield f"{len(rows)} answers, {phrasings} phrasings each", Answers(rows, matcher, phrasings)
    yield f"{len(rows)} answers, all other wordings each", Answers(rows, matcher, PHRASINGS[-1], filled=True)
