"""Cases: what was asked elsewhere, with the clause that answered it there.

Who knows how other organisations' policies answered much the same questions knows what a clause that answers this one
reads like. The cases are the readings of ``training/encoder``; ``cases.npz`` holds their vectors, made by
``signpost learn``, and fits that encoder only. With another encoder there are no cases, and nothing is said.

Source of the idea: Guu et al., "REALM", ICML 2020, and k-nearest-neighbour classification before it; here the
neighbours are looked up for their answers' meaning, not for their words.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import TrainingDataError
from bot.index.index_manifest import digest_of
from bot.index.sentence_encoder import Vectors

CASES_FILE = Path(__file__).with_name("cases.npz")
UNANSWERED = -1

# Tried on the gold sets: from 8 to 60 neighbours and from 12 to 25 the ranking hardly changes.
_NEIGHBOURS = 24
_SHARPNESS = 12.0
# How sharply the nearest of the neighbours' answers counts before the others.
_POOLING = 8.0
_HUB = 30  # questions, the nearest of all that were asked, that tell how common a clause is
_SCALE = 127  # a vector's numbers, -1 to 1, are stored in a byte each


@dataclass(frozen=True)
class Cases:
    """``questions`` and ``clauses``: one vector of length 1 a row; ``answered_by`` gives each question the row of the
    clause that answered it, or ``UNANSWERED``; ``topics`` each clause its topic, empty for one that is none of ours.
    """

    questions: Vectors
    answered_by: NDArray[np.int32]
    clauses: Vectors
    topics: tuple[str, ...]

    def for_width(self, width: int) -> Cases:
        """These cases if they were made with an encoder of that many dimensions; otherwise none."""
        return self if self.questions.shape[1] == width else no_cases(width)

    def nearness(self, question: Vectors, clauses: Vectors) -> tuple[Vectors, Vectors]:
        """How near each clause is to what answered the questions most like this one.

        :param question: the question's vector.
        :param clauses: a school's clauses, shape (clauses, dimensions).
        :returns: for each clause the pooled nearness, and that to the nearest answer; zeros where there are no cases.
        """
        alike = self.questions @ question
        nearest = _largest(alike, _NEIGHBOURS)
        nearest = nearest[self.answered_by[nearest] != UNANSWERED]
        if not len(nearest):
            nothing = np.zeros(len(clauses), dtype=np.float32)
            return nothing, nothing
        counts = np.exp(_SHARPNESS * (alike[nearest] - alike[nearest[0]]))
        cosines = clauses @ self.clauses[self.answered_by[nearest]].T
        pooled = np.log(np.exp(_POOLING * cosines) @ (counts / counts.sum()))
        best = (cosines * alike[nearest]).max(axis=1)
        return np.asarray(pooled, dtype=np.float32), np.asarray(best, dtype=np.float32)

    def commonness(self, clauses: Vectors) -> Vectors:
        """How near each clause is to whatever people ask: the mean cosine of the questions nearest to it.

        A clause that is near to much is nearer to a question than it deserves (Radovanović et al., "Hubs in space",
        JMLR 2010).
        """
        if not len(self.questions):
            return np.zeros(len(clauses), dtype=np.float32)
        cosines = np.sort(clauses @ self.questions.T, axis=1)
        return np.asarray(cosines[:, -_HUB:].mean(axis=1), dtype=np.float32)

    def digest(self) -> str:
        """Changes whenever a clause or its topic does."""
        return digest_of([self.clauses.tobytes().hex(), *self.topics])


def _largest(numbers: Vectors, count: int) -> NDArray[np.intp]:
    """The places of the ``count`` largest numbers, largest first, without sorting the others."""
    places = np.argpartition(-numbers, count)[:count] if count < len(numbers) else np.arange(len(numbers))
    return places[np.argsort(-numbers[places])]


def no_cases(width: int) -> Cases:
    """Nothing was ever asked elsewhere."""
    nothing = np.zeros((0, width), dtype=np.float32)
    return Cases(nothing, np.zeros(0, dtype=np.int32), nothing, ())


@cache
def read_cases(path: Path = CASES_FILE) -> Cases:
    """The cases that ship with Signpost.

    :raises TrainingDataError: the file is missing or damaged.
    """
    try:
        with np.load(path) as stored:
            return Cases(
                questions=_unpacked(stored["questions"]),
                answered_by=stored["answered_by"].astype(np.int32),
                clauses=_unpacked(stored["clauses"]),
                topics=tuple(str(topic) for topic in stored["topics"]),
            )
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        raise TrainingDataError(f"{path.name} cannot be read: run 'signpost learn'.") from None


def write_cases(cases: Cases, path: Path = CASES_FILE) -> None:
    """Store cases, a byte a number."""
    arrays = {"questions": _packed(cases.questions), "clauses": _packed(cases.clauses)}
    arrays |= {"answered_by": cases.answered_by.astype(np.int16), "topics": np.array(cases.topics)}
    np.savez_compressed(path, allow_pickle=False, **arrays)
    read_cases.cache_clear()


def _packed(vectors: Vectors) -> NDArray[np.int8]:
    return np.asarray(np.round(vectors * _SCALE), dtype=np.int8)


def _unpacked(stored: NDArray[np.int8]) -> Vectors:
    vectors = stored.astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9), dtype=np.float32)
