"""The words of English, for telling a word from a slip of the keyboard or from a name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from spacy.lang.en.tokenizer_exceptions import TOKENIZER_EXCEPTIONS

_DICTIONARY = "frequency_dictionary_en_82_765.txt"


@cache
def english_words() -> frozenset[str]:
    """Every word of the dictionary that comes with symspellpy, and every contraction, its apostrophe left out."""
    return frozenset(english_counts()) | {word.lower() for word in TOKENIZER_EXCEPTIONS}


@cache
def english_counts() -> dict[str, int]:
    """Every word of that dictionary, with how often it stands in a large collection of English texts."""
    lines = files("symspellpy").joinpath(_DICTIONARY).read_text(encoding="utf-8-sig").splitlines()
    return {word: int(count) for word, count in (line.split(" ", 1) for line in lines)}
