"""Mending slips of the keyboard before a message is screened: "techer" is read as "teacher".

A word is mended only where no dictionary has it and a word that the screen has learnt from is a slip away. Nobody but
the screen sees the mended words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from symspellpy import SymSpell, Verbosity

from bot.answering.safeguarding_features import read_cues
from bot.index.english_words import english_words

_WORD = re.compile(r"(?<!['\w])[a-z]{4,}(?!['\w])")  # shorter words are too near to one another
_TWO_SLIPS = 8  # letters from which a word may hold two
_OFTEN = 3  # how many messages use a word that people are taken to mean


def words_meant(plain_texts: Iterable[str]) -> list[str]:
    """The words that a slip may have meant, the commonest first, out of the texts that the screen learns from."""
    used = Counter(word for plain in plain_texts for word in set(_WORD.findall(plain)))
    proper = english_words() | set(read_cues()["spelt_so"])
    return [word for word, count in used.most_common() if count >= _OFTEN and word in proper]


def speller(meant: Iterable[str]) -> Callable[[str], str]:
    """A function that mends a text as ``plain_copy`` makes it.

    :param meant: as ``words_meant`` gives them.
    """
    known, words = SymSpell(max_dictionary_edit_distance=2), list(meant)
    proper = english_words() | set(read_cues()["spelt_so"])
    for rank, word in enumerate(words):
        known.create_dictionary_entry(word, len(words) - rank)

    def mended(word: str) -> str:
        if word in proper or word.removesuffix("s") in proper:
            return word
        found = known.lookup(word, Verbosity.CLOSEST, max_edit_distance=2 if len(word) >= _TWO_SLIPS else 1)
        # A first letter is mistyped less often than any other.
        same = [one.term for one in found if one.term[0] == word[0]] or [one.term for one in found]
        return same[0] if same else word

    return lambda plain: _WORD.sub(lambda match: mended(match.group()), plain)
