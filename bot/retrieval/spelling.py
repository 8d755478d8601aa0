"""Mending a slip of the keyboard before a question is searched for: "vidoe" is read as "video".

A word is mended only where nobody would write it so on purpose (it is in neither the English dictionary nor our own
training data) and a word that people use on our topics is a slip away. Names and products so stay as they are, and
nothing but the search ever sees the mended words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from string import ascii_lowercase

from symspellpy import SymSpell, Verbosity

from bot.index.english_words import english_counts, english_words
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_examples import read_examples

_WORD = re.compile(r"(?<!['’\w])[a-z]+(?!['’]?\w)", re.IGNORECASE)
_SHORTEST = 4  # letters; shorter words are too near to one another
_TWO_SLIPS = 10  # letters from which a word may hold two
_OFTEN = 3  # how often our data has a word that people are taken to mean
_OFTEN_IN_ENGLISH = 300_000  # the same of all English: one word in two million


@cache
def _used() -> Counter[str]:
    """The words of our questions and statements, with how often they stand there."""
    texts = [text for _, text in read_examples()]
    texts += [clause for topic in read_topics().values() for clause in topic.clauses]
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


@cache
def _speller() -> SymSpell:
    speller = SymSpell(max_dictionary_edit_distance=2)
    for word, count in _used().items():
        # Our examples hold slips of their own, which are not meant.
        if len(word) >= _SHORTEST and word in english_words() and count >= _OFTEN:
            speller.create_dictionary_entry(word, count)
    return speller


def mend_spelling(text: str) -> str:
    """``text`` with its slips mended, in lower case."""
    shouted = text.isupper()
    # Within a sentence a capital makes a word a name or an abbreviation.
    return _WORD.sub(
        lambda m: _mended(m.group()) if shouted or not m.start() or m.group().islower() else m.group(), text
    )


def _mended(word: str) -> str:
    plain = word.lower()
    if len(plain) < _SHORTEST or _is_known(plain):
        return word
    slips = 2 if len(plain) >= _TWO_SLIPS else 1
    found = _speller().lookup(plain, Verbosity.CLOSEST, max_edit_distance=slips)
    # Nobody mistypes the first letter so easily as they leave out what makes a word another: "unfriend".
    return next((meant.term for meant in found if meant.term[0] == plain[0]), word)


def _is_known(plain: str) -> bool:
    """Whether somebody may mean the word as it stands; so may they its plural, or an apostrophe left out."""
    return any(form in english_words() or form in _used() for form in (plain, plain.removesuffix("s")))


def mend_question(text: str) -> str:
    """``text`` with its slips mended, as ``mend_spelling`` does, and those in words that are on none of our topics.

    What people ask each other about has no bounds ("milage", "choclate"), so any common English word may be meant.
    """
    return _WORD.sub(lambda m: _mended_in_english(m.group()) if m.group().islower() else m.group(), mend_spelling(text))


# What people type has no end: the last ones are kept.
@lru_cache(maxsize=20_000)
def _mended_in_english(word: str) -> str:
    if len(word) < _SHORTEST or _is_known(word):
        return word
    counts = english_counts()
    meant = [near for near in _one_slip_away(word) if counts.get(near, 0) >= _OFTEN_IN_ENGLISH]
    return max(meant, key=lambda near: (counts[near], near), default=word)


def _one_slip_away(word: str) -> Iterator[str]:
    """What ``word`` may have been before a letter was left out, doubled, mistyped or swapped; the first stands."""
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
            yield head + tail[1:2] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]
