"""Mending a slip of the keyboard before a question is searched for: "vidoe" is read as "video".

A word is mended only where hardly anybody would write it so on purpose (it is neither a word that English is often
written with nor in our own training data) and a word that people use on our topics is a slip away, or else, where no
dictionary has it, a common word of English. Names and products so stay as they are, and nothing but the search ever
sees the mended words.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice

from symspellpy import SymSpell, Verbosity

from bot.index.english_words import english_words, word_counts
from bot.retrieval.shorthand import write_out
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_examples import read_examples

_WORD = re.compile(r"(?<!['’\w])[a-z]+(?=['’]s\b|(?!['’]?\w))", re.IGNORECASE)
_SHORTEST = 4  # letters; shorter words are too near to one another
_TWO_SLIPS = 10  # letters from which a word may hold two
_OFTEN = 3  # how often our data has a word that people are taken to mean
_NO_SLIP = 10  # how often it has a word of no dictionary, such as whatsapp, that is no slip itself
_RARE = 60_000  # words of English beyond which one is rather a slip: "wheen"
_COMMON = 12_000  # words of English that people are taken to mean where our data has none


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
        least = _OFTEN if word in english_words() else _NO_SLIP
        if len(word) >= _SHORTEST and count >= least:
            speller.create_dictionary_entry(word, count)
    return speller


@cache
def _common_speller() -> SymSpell:
    speller = SymSpell(max_dictionary_edit_distance=1)
    for word, count in islice(word_counts().items(), _COMMON):
        if len(word) >= _SHORTEST:
            speller.create_dictionary_entry(word, count)
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
    if len(plain) < _SHORTEST or _is_known(plain):
        return word
    if plain in english_words():
        found = _speller().lookup(plain, Verbosity.CLOSEST, max_edit_distance=1)
        return str(found[0].term) if found else word
    for speller in (_speller(), _common_speller()):
        if found := speller.lookup(plain, Verbosity.CLOSEST, max_edit_distance=1):
            nearest: str = found[0].term
            return nearest
    found = _speller().lookup(plain, Verbosity.CLOSEST, max_edit_distance=2) if len(plain) >= _TWO_SLIPS else []
    # Nobody mistypes the first letter so easily as they leave out what makes a word another: "unfriend".
    return next((meant.term for meant in found if meant.term[0] == plain[0]), word)


def _is_known(plain: str) -> bool:
    """Whether somebody may mean the word as it stands; so may they its plural, or an apostrophe left out."""
    return any(form in _often_written() or form in _used() for form in (plain, plain.removesuffix("s")))


@cache
def _often_written() -> frozenset[str]:
    """The words of English that are no rarities, and every contraction, its apostrophe left out."""
    return english_words() - frozenset(islice(word_counts(), _RARE, None))
