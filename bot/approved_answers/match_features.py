"""What is compared of a question and the wordings by which an approved answer is asked for.

What makes another question of one is a word that the other has not: "on a trip" for "at break", "volunteers" for
"visitors". So each side's important words are looked for on the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from bot.approved_answers.question_words import HEAVIEST, QuestionWords, VectorOf, nearness
from bot.index.sentence_encoder import Vectors

FEATURES = (
    "nearest_wording",
    "two_nearest_wordings",
    "nearest_meaning",
    "two_nearest_meanings",
    "all_meanings",
    "farthest_meaning",
    "question_covered",
    "heaviest_new_word",
    "new_words",
    "wording_covered",
    "heaviest_missing_word",
    "missing_words",
    "same_kind",
    "other_kind",
    "other_people",
    "same_people",
    "says_one_thing",
    "wordings",
)
# The share of an answer's wordings that must have a word, for a question to lack something without it.
_CORE = 0.7
# The more wordings, the nearer anything comes to one; what was learnt of that was learnt on up to four.
_MANY = 4


@dataclass(frozen=True)
class Wording:
    """One way to ask: its words, its sentence vector, and that in the space of questions; both of length 1."""

    words: QuestionWords
    vector: Vectors
    meaning: Vectors


def nearness_of_meaning(asked: Wording, wordings: Sequence[Wording]) -> float:
    """How near a question is to the two wordings of an answer that are nearest."""
    return float(np.mean(sorted((float(asked.meaning @ wording.meaning) for wording in wordings), reverse=True)[:2]))


def match_features(asked: Wording, wordings: Sequence[Wording], vector_of: VectorOf) -> list[float]:
    """The features of a question beside the wordings of one answer, in the order of ``FEATURES``."""
    cosines = sorted((float(asked.vector @ wording.vector) for wording in wordings), reverse=True)
    meanings = [float(asked.meaning @ wording.meaning) for wording in wordings]
    weights = asked.words.weights
    found = {word: max(nearness(word, asked.words, w.words, vector_of) for w in wordings) for word in weights}
    new = [weights[word] * (1 - found[word]) / HEAVIEST for word in weights]
    covered = _covered(asked, wordings, vector_of)
    missing = _missing(wordings, covered, vector_of)
    return [
        cosines[0],
        float(np.mean(cosines[:2])),
        max(meanings),
        nearness_of_meaning(asked, wordings),
        float(np.mean(meanings)),
        min(meanings),
        sum(weights[word] * found[word] for word in weights) / (sum(weights.values()) or 1.0),
        max(new, default=0.0),
        sum(new),
        max(_share(wording, covered) for wording in wordings),
        max(missing, default=0.0),
        sum(missing),
        *_kinds(asked, wordings),
        *_people(asked, wordings),
        float(len(weights) <= 1),
        log(min(len(wordings), _MANY)),
    ]


def _covered(asked: Wording, wordings: Sequence[Wording], vector_of: VectorOf) -> dict[str, float]:
    """How near the question comes to each word of the wordings."""
    return {
        word: nearness(word, wording.words, asked.words, vector_of)
        for wording in wordings
        for word in wording.words.weights
    }


def _share(wording: Wording, covered: dict[str, float]) -> float:
    weights = wording.words.weights
    return sum(weights[word] * covered[word] for word in weights) / (sum(weights.values()) or 1.0)


def _missing(wordings: Sequence[Wording], covered: dict[str, float], vector_of: VectorOf) -> list[float]:
    """What each word that belongs to the matter weighs, as far as the question lacks it."""
    lacks = []
    for word, found in covered.items():
        home = next(wording for wording in wordings if word in wording.words.weights)
        share = float(np.mean([nearness(word, home.words, w.words, vector_of) for w in wordings]))
        if share >= _CORE:
            lacks.append(share * home.words.weights[word] * (1 - found) / HEAVIEST)
    return lacks


def _kinds(asked: Wording, wordings: Sequence[Wording]) -> tuple[float, float]:
    """Whether the question wants to know the same kind of thing, and whether it wants to know another."""
    theirs = {wording.words.kind for wording in wordings} - {""}
    kind = asked.words.kind
    return float(kind in theirs), float(bool(kind and theirs) and kind not in theirs)


def _people(asked: Wording, wordings: Sequence[Wording]) -> tuple[float, float]:
    """How many kinds of people the question brings in, and how alike the people are of the likest wording."""
    named = asked.words.people
    theirs = [wording.words.people for wording in wordings]
    brought = named - frozenset().union(*theirs) - {"staff"}  # "I" and "we" are in any question
    alike = max(len(named & people) / len(named | people) if named | people else 1.0 for people in theirs)
    return float(len(brought)), alike
