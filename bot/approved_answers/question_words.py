"""The words of a question that say what it is about, what each weighs, and how near two of them are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import Stemmer
import yaml
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Vectors
from bot.retrieval.school_lexicon import terms
from bot.retrieval.spelling import mend_question

CUES = Path(__file__).with_name("match_cues.yml")
WEIGHTS = Path(__file__).with_name("word_weights.json")
HEAVIEST = 8.0  # what a word weighs that is hardly ever used: the logarithm of one in 3,000
_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = re.compile(r"[’']")
_SAME, _NEARLY = 1.0, 0.95
_TYPED_WRONGLY = 4, 7  # letters from which a word may hold one slip, and two
_JOINED = 6  # letters of two words that may be written as one
_UNLIKE = 0.4  # the cosine of words that have nothing to do with one another

VectorOf = Callable[[str], Vectors]


@dataclass(frozen=True)
class QuestionWords:
    """A question as its words are compared: ``weights`` are those that say something, with what each weighs.

    ``joined`` are neighbours written as one ("suncream"), ``kind`` what it wants to know, ``people`` whom it speaks of.
    """

    weights: dict[str, float]
    joined: frozenset[str]
    kind: str
    people: frozenset[str]


@cache
def _cues() -> dict[str, Any]:
    cues: dict[str, Any] = yaml.safe_load(CUES.read_text(encoding="utf-8"))
    return cues


@cache
def _empty() -> frozenset[str]:
    return frozenset(_cues()["empty"].split())


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _cues()["kinds"])


@cache
def _people() -> dict[str, str]:
    return {word: group for group, words in _cues()["people"].items() for word in words.split()}


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


# What people type has no end: of words and pairs, the last ones are kept.
@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def read_word_weights() -> dict[str, float]:
    """What each stem weighs that is used in schools' questions.

    :raises TrainingDataError: the file is missing or malformed.
    """
    try:
        weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
        return {stem: float(weight) for stem, weight in weights.items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise TrainingDataError(f"{WEIGHTS.name} cannot be read: run 'signpost evaluate-approved --fit'.") from None


def stems_of(text: str) -> set[str]:
    """The stems of a text's words."""
    return {_stem(word) for word in _words(text)}


def _words(text: str) -> list[str]:
    return _WORD.findall(_LETTERS.sub("", text.lower()))


def read_question(text: str) -> QuestionWords:
    """The words of a question, its slips mended."""
    words = _words(mend_question(text))
    known, plain = read_word_weights(), " ".join(words)
    return QuestionWords(
        weights={word: known.get(_stem(word), HEAVIEST) for word in words if word not in _empty()},
        joined=frozenset(a + b for a, b in pairwise(words) if len(a + b) >= _JOINED),
        kind=next((name for name, pattern in _kinds() if pattern.search(plain)), ""),
        people=frozenset(_people()[word] for word in words if word in _people()),
    )


@cache
def _distance() -> EditDistance:
    return EditDistance(DistanceAlgorithm.DAMERAU_OSA)


@lru_cache(maxsize=200_000)
def _is_slip(one: str, other: str) -> bool:
    """Whether two words differ by what fingers do: nobody mistypes the first letter so easily."""
    shorter = min(len(one), len(other))
    slips = sum(shorter >= letters for letters in _TYPED_WRONGLY)
    alike = slips and one[0] == other[0] and abs(len(one) - len(other)) <= slips
    return bool(alike) and 0 <= _distance().compare(one, other, slips) <= slips


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    return next(iter(terms(word)), word)


def _word_nearness(one: str, other: str, vector_of: VectorOf) -> float:
    """How near two words are, 0 to 1: the same, a slip apart, the same in a school, or alike in meaning."""
    if one == other or _stem(one) == _stem(other):
        return _SAME
    if _term(one) == _term(other) or _is_slip(one, other):
        return _NEARLY
    return max(0.0, (float(vector_of(one) @ vector_of(other)) - _UNLIKE) / (1 - _UNLIKE))


def _written_as_one(word: str, words: Iterable[str], joined: Iterable[str]) -> bool:
    """Whether ``word`` is one half of a pair in ``joined`` that is written as one of ``words``."""
    return any(
        pair.startswith(word) or pair.endswith(word)
        for pair in joined
        if any(pair == other or _is_slip(pair, other) for other in words)
    )


def nearness(word: str, at_home: QuestionWords, other: QuestionWords, vector_of: VectorOf) -> float:
    """How near to ``word`` of the question ``at_home`` the other question comes, 0 to 1."""
    best = max((_word_nearness(word, theirs, vector_of) for theirs in other.weights), default=0.0)
    if best < _NEARLY and (
        any(word == pair or _is_slip(word, pair) for pair in other.joined)
        or _written_as_one(word, other.weights, at_home.joined)
    ):
        return _NEARLY
    return best
