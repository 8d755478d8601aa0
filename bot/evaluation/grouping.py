"""How well questions that mean the same are told from those that do not: every pair of two sets, compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from bot.answering.same_question import NEARNESS, SHARED_WORDS, shared_words
from bot.errors import TrainingDataError
from bot.evaluation.gold_questions import GoldQuestion, read_questions, read_rows, topic_of
from bot.evaluation.tally import Tally
from bot.index.sentence_encoder import SentenceEncoder, open_message_encoder
from bot.settings import Settings

LEAST_PRECISION = 0.97  # of the sets, whose pairs are few: a reply to a group goes to all of it
_NEARNESS_TRIED = np.arange(0.5, 0.97, 0.02)
_SHARED_TRIED = np.arange(0.0, 1.01, 0.05)
# What is answered, or waits in the queue: concerns and small talk are never grouped.
_QUESTIONS = ("answer", "unanswered", "near")


class SameQuestions(BaseModel):
    """One row of the set: phrasings of one question, and questions that are one detail away from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: tuple[str, ...]
    others: tuple[str, ...] = ()
    half: Literal["developed", "held_out"]


@dataclass(frozen=True)
class Pairs:
    """Pairs of questions: nearness, share of words, and whether they mean the same."""

    near: np.ndarray
    shared: np.ndarray
    same: np.ndarray

    def judge(self, nearness: float, least_shared: float) -> tuple[Tally, Tally]:
        """Precision and recall of calling a pair the same."""
        called = (self.near >= nearness - 1e-9) & (self.shared >= least_shared - 1e-9)
        right = int((called & self.same).sum())
        return Tally(right, int(called.sum())), Tally(right, int(self.same.sum()))


def _pairs(
    texts: Sequence[str], labels: Sequence[bool], places: Sequence[tuple[int, int]], encoder: SentenceEncoder
) -> Pairs:
    vectors = encoder.encode(texts)
    near = np.array([vectors[i] @ vectors[j] for i, j in places])
    # Words are only looked at where they may matter: there are tens of thousands of pairs.
    worth = near >= _NEARNESS_TRIED[0]
    shared = [shared_words(texts[i], texts[j]) if look else 0.0 for (i, j), look in zip(places, worth, strict=True)]
    return Pairs(near, np.array(shared), np.array(labels, dtype=np.bool_))


def pairs_of_rows(rows: Sequence[SameQuestions], encoder: SentenceEncoder) -> Pairs:
    """Every two questions of the rows; those of one row's ``same`` mean the same."""
    named = [(text, number) for number, row in enumerate(rows) for text in row.same]
    named += [(text, -place) for place, text in enumerate((text for row in rows for text in row.others), start=1)]
    places = list(combinations(range(len(named)), 2))
    labels = [named[i][1] == named[j][1] for i, j in places]
    return _pairs([text for text, _ in named], labels, places, encoder)


def pairs_of_questions(questions: Sequence[GoldQuestion], encoder: SentenceEncoder) -> Pairs:
    """Every two questions of one school and role; the same where both rest on one clause, or on none by one topic."""
    asked = [question for question in questions if question.expect in _QUESTIONS]
    found = list(_comparable(asked))
    labels = [_rest_alike(asked[i], asked[j]) for i, j in found]
    return _pairs([question.question for question in asked], labels, found, encoder)


def _comparable(asked: Sequence[GoldQuestion]) -> Iterator[tuple[int, int]]:
    for i, j in combinations(range(len(asked)), 2):
        if (asked[i].school, asked[i].role) == (asked[j].school, asked[j].role):
            yield i, j


def _rest_alike(one: GoldQuestion, other: GoldQuestion) -> bool:
    if one.evidence or other.evidence:
        return bool(set(one.evidence) & set(other.evidence))
    return topic_of(one) == topic_of(other)


def sweep(developed: Pairs, questions: Pairs) -> tuple[float, float]:
    """The nearness and share of words with the most recall on the developed half of those that are precise enough.

    Precise enough: ``LEAST_PRECISION`` there, and no pair called the same that rests on other clauses. Of equals, the
    strictest.
    """
    tried = [(float(near), float(shared)) for near in _NEARNESS_TRIED for shared in _SHARED_TRIED]
    precise = [one for one in tried if _is_precise(developed.judge(*one)[0]) and _is_flawless(questions.judge(*one)[0])]
    if not precise:
        raise TrainingDataError("No threshold is precise enough on these sets: look at their labels.")
    return max(precise, key=lambda one: (developed.judge(*one)[1].hits, one))


def _is_precise(precision: Tally) -> bool:
    return precision.total > 0 and precision.rate >= LEAST_PRECISION


def _is_flawless(precision: Tally) -> bool:
    return precision.hits == precision.total


def run_grouping(rows: Path, questions: Path, settings: Settings) -> dict[str, Any]:
    """Measure the grouping with the thresholds in force, and say which a sweep would choose.

    :returns: the figures, and ``lines`` for people.
    :raises TrainingDataError: a set is malformed.
    """
    encoder, read = open_message_encoder(settings.onnx_encoder), read_rows(rows, SameQuestions)
    sets = {
        half: pairs_of_rows([row for row in read if row.half == half], encoder) for half in ("developed", "held_out")
    }
    sets["questions"] = pairs_of_questions(read_questions(questions), encoder)
    chosen = sweep(sets["developed"], sets["questions"])
    lines = [f"in force: nearness {NEARNESS}, shared words {SHARED_WORDS}"]
    lines += [f"the sweep chooses: nearness {chosen[0]:.2f}, shared words {chosen[1]:.2f}"]
    body: dict[str, Any] = {"in_force": [NEARNESS, SHARED_WORDS], "chosen": [round(one, 2) for one in chosen]}
    for name, pairs in sets.items():
        precision, recall = pairs.judge(NEARNESS, SHARED_WORDS)
        body[name] = {"precision": _rate(precision), "recall": _rate(recall), "pairs": len(pairs.same)}
        lines.append(f"{name:10} precision {_said(precision)}, recall {_said(recall)}, {len(pairs.same)} pairs")
    return {**body, "lines": lines}


def _rate(tally: Tally) -> float | None:
    return round(tally.rate, 3) if tally.total else None


def _said(tally: Tally) -> str:
    return f"{tally.hits} of {tally.total}" + (f" ({tally.rate:.3f})" if tally.total else "")
