"""Learning the space of questions: a projection of sentence vectors, by a contrastive loss.

Each question of a batch has to find the one that asks the same among those of all the others and the questions a detail
away (InfoNCE: van den Oord et al., "Representation Learning with Contrastive Predictive Coding", 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from bot.index.sentence_encoder import Vectors
from bot.learning.question_sets import QuestionSet
from bot.learning.readings import Reading

_DIMENSIONS = 128
_STEPS = 300
_RATE = 1e-3
_SHARPNESS = 30.0  # what cosines are multiplied by
_READINGS, _CLAUSES = 3, 50  # of one batch; clauses of one organisation are each other's hard negatives
_TOPICS, _SETS = 40, 60
_OTHERS = 6  # of each set: questions a detail away
_NEAR = 0.3  # how often a clause brings a question that it does not decide
_SETS_WEIGH = 2.0  # they say the same for certain; questions on one clause, or one topic, mostly do

Item = TypeVar("Item")


@dataclass(frozen=True)
class _Fellows:
    """Questions that ask alike, and some that do not though they seem to."""

    same: Sequence[str]
    others: Sequence[str] = ()


@dataclass
class _Batch:
    """Pairs of fellows, what each pair weighs, and the questions that are nobody's fellow."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def add(self, fellows: _Fellows, others: int, weight: float, rng: np.random.Generator) -> None:
        """Add two of ``fellows``, and up to so many of those that seem to be."""
        one, other = rng.choice(len(fellows.same), 2, replace=False)
        self.pairs.append((fellows.same[one], fellows.same[other]))
        self.weights.append(weight)
        self.strangers += [fellows.others[place] for place in rng.permutation(len(fellows.others))[:others]]


class QuestionLessons:
    """All there is to learn from: questions on one clause of a reading, on one topic, and of one set."""

    def __init__(
        self,
        readings: Sequence[Reading],
        topics: Sequence[Sequence[str]],
        sets: Sequence[QuestionSet],
    ) -> None:
        self._readings = [_clauses(reading) for reading in readings]
        self._topics = [_Fellows(questions) for questions in topics if len(questions) > 1]
        self._sets = [_Fellows(one.same, one.others) for one in sets]

    def texts(self) -> list[str]:
        """Every question, once."""
        everyone = [*(one for reading in self._readings for one in reading), *self._topics, *self._sets]
        return list(dict.fromkeys(text for one in everyone for text in (*one.same, *one.others)))

    def batch(self, rng: np.random.Generator) -> _Batch:
        """Some of everything."""
        batch = _Batch()
        for reading in _some(self._readings, _READINGS, rng):
            for fellows in _some(reading, _CLAUSES, rng):
                batch.add(fellows, int(rng.random() < _NEAR), 1.0, rng)
        for fellows in _some(self._topics, _TOPICS, rng):
            batch.add(fellows, 0, 1.0, rng)
        for fellows in _some(self._sets, _SETS, rng):
            batch.add(fellows, _OTHERS, _SETS_WEIGH, rng)
        return batch


def _clauses(reading: Reading) -> list[_Fellows]:
    asked = [([one.q for one in clause.questions() if not one.also], clause.near) for _, _, clause in reading.clauses()]
    return [_Fellows(questions, near) for questions, near in asked if len(questions) > 1]


def _some(items: Sequence[Item], most: int, rng: np.random.Generator) -> list[Item]:
    return [items[place] for place in rng.permutation(len(items))[:most]]


def train_question_space(lessons: QuestionLessons, vectors: dict[str, Vectors]) -> Vectors:
    """The projection learnt from ``lessons``; ``vectors`` has the sentence vector of each of its questions."""
    import torch  # noqa: PLC0415 - only learning needs it
    from torch.nn.functional import cross_entropy, normalize  # noqa: PLC0415

    rng = np.random.default_rng(0)
    everything = np.stack([vectors[text] for text in lessons.texts()])
    # The directions in which questions differ most are where it starts from.
    start = np.linalg.svd(everything, full_matrices=False)[2][:_DIMENSIONS].T
    projection = torch.nn.Parameter(torch.tensor(start.copy()))
    optimiser = torch.optim.Adam([projection], lr=_RATE)
    for _ in range(_STEPS):
        batch = lessons.batch(rng)
        asked = torch.tensor(np.stack([vectors[one] for one, _ in batch.pairs]))
        found = torch.tensor(np.stack([vectors[text] for text in [*(b for _, b in batch.pairs), *batch.strangers]]))
        cosines = normalize(asked @ projection, dim=1) @ normalize(found @ projection, dim=1).T * _SHARPNESS
        places, weights = torch.arange(len(asked)), torch.tensor(batch.weights)
        there = (cross_entropy(cosines, places, reduction="none") * weights).sum() / weights.sum()
        back = cross_entropy(cosines[:, : len(asked)].T, places)
        loss = (there + back) / 2
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return np.asarray(projection.detach().numpy(), dtype=np.float32)
