"""Mending a slip of the keyboard before a question is searched for: "vidoe" is read as "video".

A word is mended where a word one slip away is so much likelier than the word as it stands that a slip explains it best
(the noisy channel of Kernighan, Church and Gale, 1990). How likely a word is says our own training data together with
English as people write it, so that names and products that are known stay as they are, and a word of our topics wins.
Nothing but the search ever sees the mended words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from symspellpy import SymSpell, Verbosity

from bot.index.english_words import english_words, word_counts
from bot.retrieval.shorthand import write_out
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_examples import read_examples

_NAMES = Path(__file__).with_name("known_names.txt")
_WORD = re.compile(r"(?<!['’\w])[a-z]+(?=['’]s\b|(?!['’]?\w))", re.IGNORECASE)
# How many times likelier another word must be. Chosen on 3,000 questions of the readings (see docs/decisions.md).
_LIKELIER, _SWAP_LIKELIER = 3000, 300
_UNHEARD = 2e-10  # the chance of a word that nobody has written
_PLURAL = 0.05  # what is left of a word's chance for a plural that nobody has written
_SHORTEST = 4  # letters; shorter words are too near to one another, and only two letters changed about are mended
_SHORTEST_MEANT = 3  # letters of a word of our data that people are taken to mean
_COMMON_SWAP = {2: 3e-3, 3: 1e-4}  # the chance that a short word must have, by its letters
_TWO_SLIPS = 10  # letters from which a word may hold two
_NO_SLIP = 10  # how often it has a word of no dictionary, such as whatsapp, that is no slip itself
_COMMON = 30_000  # words of English that people are taken to mean where our data has none


@cache
def _used() -> Counter[str]:
    """The words of our questions and statements, with how often they stand there."""
    texts = [text for _, text in read_examples()]
    texts += [clause for topic in read_topics().values() for clause in topic.clauses]
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


@cache
def _totals() -> tuple[int, int]:
    return _used().total(), sum(word_counts().values())


def _chance(word: str) -> float:
    """How likely somebody writes a word (0 to 1), by our data and by English in equal parts."""
    ours, english = _totals()
    return 0.5 * _used()[word] / ours + 0.5 * word_counts().get(word, 0) / english


@cache
def _known_names() -> frozenset[str]:
    return frozenset(_NAMES.read_text(encoding="utf-8").split())


@cache
def _own_speller() -> SymSpell:
    """Finds the words of our data near to one that was typed."""
    speller = SymSpell(max_dictionary_edit_distance=2)
    for word, count in _used().items():
        # Our examples hold slips of their own, which are not meant.
        if len(word) >= _SHORTEST_MEANT and (word in word_counts() or count >= _NO_SLIP):
            speller.create_dictionary_entry(word, count)
    return speller


@cache
def _common_speller() -> SymSpell:
    """Finds common words of English near to one that was typed."""
    speller = SymSpell(max_dictionary_edit_distance=1)
    for word in islice(word_counts(), _COMMON):
        if len(word) >= _SHORTEST:
            speller.create_dictionary_entry(word, 1)
    return speller


def mend_spelling(text: str) -> str:
    """``text`` with its short forms written out and its slips mended, in lower case."""
    shouted, text = text.isupper(), write_out(text)
    # Within a sentence a capital makes a word a name or an abbreviation.
    return _WORD.sub(
        lambda m: _mended(m.group()) if shouted or not m.start() or m.group().islower() else m.group(), text
    )


def _mended(word: str) -> str:
    plain = word.lower()
    chance = max(_chance(plain), _UNHEARD)
    is_contraction = plain in english_words() and plain not in word_counts()  # its apostrophe left out
    if is_contraction or plain in _known_names():
        return word
    if chance == _UNHEARD and plain.endswith("s"):
        chance = max(_PLURAL * _chance(plain.removesuffix("s")), _UNHEARD)
    if len(plain) < _SHORTEST:
        return _swapped_back(word, chance)
    meant = max(_a_slip_away(plain), key=_chance, default=word)
    if _chance(meant) > _LIKELIER * chance:
        return meant
    return _two_slips_away(plain) or word if chance == _UNHEARD and len(plain) >= _TWO_SLIPS else word


def _a_slip_away(plain: str) -> Iterator[str]:
    for speller in (_own_speller(), _common_speller()):
        found = speller.lookup(plain, Verbosity.ALL, max_edit_distance=1)
        yield from (str(one.term) for one in found if one.term != plain)


def _swapped_back(word: str, chance: float) -> str:
    """A short word with two letters changed about: "hte" for "the"; capitals are an abbreviation."""
    if not word.islower() or len(word) not in _COMMON_SWAP:
        return word
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    meant = max(swaps, key=_chance)
    return meant if _chance(meant) > max(_COMMON_SWAP[len(word)], _SWAP_LIKELIER * chance) else word


def _two_slips_away(plain: str) -> str | None:
    found = _own_speller().lookup(plain, Verbosity.CLOSEST, max_edit_distance=2)
    # Nobody mistypes the first letter so easily as they leave out what makes a word another: "unfriend".
    return next((str(meant.term) for meant in found if meant.term[0] == plain[0]), None)
