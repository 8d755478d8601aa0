"""Cutting text into terms the way a school speaks: synonyms folded, endings stemmed, empty words dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import Stemmer
import yaml

from bot.errors import TrainingDataError
from bot.index.index_manifest import digest_of

_LEXICON = Path(__file__).with_name("school_lexicon.yml")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Words too common in questions and policies to tell one clause from another.
_EMPTY = frozenset(
    "a an and any are as at be been but by can cant could did do does dont for from get got had has have he her his "
    "how i if im in into is it its just like may me might must my need no not of off on or our own please shall she "
    "should so some such that the their them there these they this to up us use used using was we what when where "
    "which who why will with would you your".split()
)


@cache
def _synonyms() -> dict[str, str]:
    """Every word of the lexicon, stemmed, with the word that stands for it."""
    groups = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    table: dict[str, str] = {}
    for number, group in enumerate(groups, start=1):
        if not isinstance(group, list) or not all(isinstance(word, str) for word in group):
            raise TrainingDataError(f"{_LEXICON.name}: group {number} must be a list of words.")
        for word in group:
            table[_stemmer().stemWord(word)] = group[0]
    return table


@cache
def lexicon_digest() -> str:
    """Changes whenever text may be cut into other terms, so that an index of the old terms is built anew."""
    return digest_of([_LEXICON.read_text(encoding="utf-8"), *sorted(_EMPTY), _WORD.pattern])


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower().replace("’", "").replace("'", "")):
        joined = word.replace("-", "")
        if "-" not in word or _stemmer().stemWord(joined) in _synonyms():
            yield joined
        else:
            yield from word.split("-")


def terms(text: str) -> list[str]:
    """The terms of ``text``, in order, repeats included.

    :raises TrainingDataError: the lexicon file is malformed.
    """
    stems = _stemmer().stemWords([word for word in _words(text) if word not in _EMPTY])
    return [_synonyms().get(stem, stem) for stem in stems]
