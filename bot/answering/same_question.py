"""Whether two questions mean the same, so that one answer by a person does for both.

Nearness alone does not tell: "can volunteers take photos on a trip" is nearer to the same of staff than to most of its
own paraphrases. So the words have to agree as well: who it is about, every number, and most of the rest. Rather two
rows too many than one reply to somebody who asked something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.retrieval.school_lexicon import terms

# Chosen by: signpost evaluate-grouping tests/gold/same_questions.jsonl tests/gold/questions.jsonl
NEARNESS = 0.76  # cosine of the two questions, at the least
SHARED_WORDS = 0.6  # of all their terms, at the least

# The people of a school, as the lexicon names them: a question about others is another question.
_PEOPLE = frozenset("pupil parent staff head lead volunteer visitor governor police suppli".split())
# How people put a question, whatever it is about.
_FRAME = frozenset(terms("am allowed ok okay fine alright possible permitted rule know thing someone anybody"))


@lru_cache(maxsize=4096)
def _content(question: str) -> frozenset[str]:
    return frozenset(terms(question)) - _FRAME


def shared_words(one: str, other: str) -> float:
    """The share (0 to 1) of the terms of two questions that both have; 0 where people or numbers are others."""
    ours, theirs = _content(one), _content(other)
    if _telling(ours ^ theirs) or not ours | theirs:
        return 0.0
    return len(ours & theirs) / len(ours | theirs)


def _telling(words: Iterable[str]) -> bool:
    """Whether one of ``words`` alone makes it another question."""
    return any(word in _PEOPLE or word[0].isdigit() for word in words)


def mean_the_same(nearness: float, one: str, other: str) -> bool:
    """Whether two questions mean the same.

    :param nearness: the cosine of their sentence vectors.
    """
    return nearness >= NEARNESS and shared_words(one, other) >= SHARED_WORDS
