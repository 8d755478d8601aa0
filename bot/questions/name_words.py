"""The words of a message as the search for names sees them: each with what kind of word it is and how it is written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path

import yaml

from bot.index.english_words import english_words

_DATA = Path(__file__).with_name("people_named.yml")
_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f])+"  # an accent may be a character of its own
_WORD = re.compile(rf"(?<!\w){_LETTERS}(?:['’-]{_LETTERS})*(?!\w)")
_OWNS = re.compile(r"['’]s$", re.IGNORECASE)
_BEFORE_CAPITAL = re.compile(r"^(?:Ma?c|[OD]['’])(?=[A-Z])")
_ENDS_SENTENCE = re.compile(r"[.!?:\n]")
_PLAIN = str.maketrans("łøđıħ’", "lodih'")


class WordKind(Enum):
    """What a word is, as far as a list can say."""

    FIRST_NAME = auto()
    NAME_OR_WORD = auto()
    MOSTLY_WORD = auto()
    NOT_A_PERSON = auto()
    WORD = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class NameWord:
    """A word from ``start`` to before ``end``, its "'s" left out, which ``owns`` tells.

    ``key`` is it in lower case without accents; ``gap`` what stands before it. ``capital`` is false where capitals say
    nothing, in shouted and in title case. ``opens`` tells the first word of a sentence.
    """

    start: int
    end: int
    key: str
    kind: WordKind
    gap: str
    capital: bool
    opens: bool
    owns: bool

    @property
    def is_surname(self) -> bool:
        """Whether it, or a part of it, is on the list of surnames."""
        return not word_lists()["surnames"].isdisjoint(self.key.split("-"))

    @property
    def could_be_name(self) -> bool:
        """Whether it is a name on some occasion."""
        return self.kind not in (WordKind.WORD, WordKind.NOT_A_PERSON)


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of ``people_named.yml`` by name, the first names in one."""
    read = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    read["first_names"] = " ".join(read["first_names"].values())
    return {name: frozenset(words.split()) for name, words in read.items()}


def fold(word: str) -> str:
    """A word in lower case, without accents."""
    split = unicodedata.normalize("NFKD", word.lower().translate(_PLAIN))
    return "".join(character for character in split if not unicodedata.combining(character))


@cache
def _kinds() -> dict[str, WordKind]:
    """The kind of each listed word; what is listed later counts."""
    listed = (
        ("not_people", WordKind.NOT_A_PERSON),
        ("titles", WordKind.NOT_A_PERSON),
        ("titles_before_capitals", WordKind.NOT_A_PERSON),
        ("names_that_are_mostly_something_else", WordKind.MOSTLY_WORD),
        ("names_that_are_words", WordKind.NAME_OR_WORD),
        ("first_names", WordKind.FIRST_NAME),
    )
    return {word: kind for name, kind in listed for word in word_lists()[name]}


def _kind(key: str) -> WordKind:
    if key in _kinds():
        return _kinds()[key]
    parts = key.split("-")
    if len(parts) > 1 and any(_kinds().get(part) is WordKind.FIRST_NAME for part in parts):
        return WordKind.FIRST_NAME
    known = all(part in english_words() or part.removesuffix("s") in english_words() for part in parts)
    return WordKind.WORD if known or len(key) == 1 else WordKind.UNKNOWN


def read_name_words(text: str) -> list[NameWord]:
    """The words of ``text``, in order; a word with a digit or an underline in it is none."""
    found = list(_WORD.finditer(text))
    telling = _capitals_tell(text, [match.group() for match in found])
    words: list[NameWord] = []
    end = 0
    for match in found:
        owner = _OWNS.sub("", match.group())
        gap = text[end : match.start()]
        within_name = bool(words) and gap.strip() == "." and _is_cut_short(words[-1].key)
        key = fold(owner)
        words.append(
            NameWord(
                start=match.start(),
                end=match.start() + len(owner),
                key=key,
                kind=_kind(key),
                gap=gap,
                capital=telling and _is_capitalised(owner),
                opens=not words or (not within_name and _ENDS_SENTENCE.search(gap) is not None),
                owns=owner != match.group(),
            )
        )
        end = match.end()
    return words


def _is_cut_short(key: str) -> bool:
    """Whether a full stop after it ends no sentence: "Mr.", "J."."""
    return len(key) == 1 or key in word_lists()["titles"]


def _is_capitalised(word: str) -> bool:
    """Whether it is written like a name ("Lily-Rose", "McLean"); "NHS", "DSLs" and "YouTube" are not."""
    parts = [_BEFORE_CAPITAL.sub("", part) for part in word.split("-")]
    return word[0].isupper() and all(part[1:] == part[1:].lower() for part in parts)


def _capitals_tell(text: str, words: list[str]) -> bool:
    """Whether a capital means something: not where everything is shouted, nor Where Every Word Has One."""
    long = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in long)
    return not text.isupper() and (capitals < 4 or capitals < 0.8 * len(long))
