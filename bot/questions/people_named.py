"""Where a text names a person, as far as can be told without knowing anybody.

Most names are on our list. The rest are told by the words around them ("a boy called …", "Mrs …", "…'s mum"), or by a
capital where no word of English stands. A name that is also a word ("will", "grace", "May") counts only where the words
around it say so: in doubt it stays, or ordinary questions would lose their sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.questions.name_words import NameWord, WordKind, read_name_words, word_lists
from bot.questions.personal_identifiers import PersonalKind, PersonalSpan

_MOST_WORDS = 4  # of one person's name
_JOINING = re.compile(r"\s*[,&/+]\s*|,? ?(?:&|\+) ?")
_WITHIN_NAME = re.compile(r"\s+(?:[A-Z]\.?\s+)?")
_INITIALS = re.compile(r"(?<![\w.])([A-Z])\.\s?([A-Z])(?:\.|(?![\w.]))(?!\w)")
_TWO_LETTERS = re.compile(
    r"(?<![\w.])(?:(?:pupil|child|student|boy|girl)\s+([A-Z]{2})\b|([A-Z]{2}) (?:in|\() ?(?:y|yr|year|class)? ?\d)"
)
_INITIAL = re.compile(r"(?<![\w.])[A-Z]\.\s?$")
# Verbs that a sentence may open with, before a name: "Will Jayden be …".
_QUESTION_OPENINGS = ("will", "may")


def find_people(text: str) -> list[PersonalSpan]:
    """Every name of a person in ``text``, in order, without titles and without "'s"."""
    spans = [*_initials(text), *_names(text, read_name_words(text))]
    return sorted(PersonalSpan(start, end, PersonalKind.NAME) for start, end in spans)


def _initials(text: str) -> Iterator[tuple[int, int]]:
    """Initials in place of a name: "J.S.", "pupil JS", "JS in 4B"."""
    for match in _INITIALS.finditer(text):
        if (match[1] + match[2]).lower() not in word_lists()["not_initials"]:
            yield match.span()
    for match in _TWO_LETTERS.finditer(text):
        group = 1 if match[1] else 2
        if match[group].lower() not in word_lists()["not_initials"]:
            yield match.span(group)


def _names(text: str, words: Sequence[NameWord]) -> Iterator[tuple[int, int]]:
    place, last = 0, -2  # the word looked at, and the last word of the name before it
    while place < len(words):
        around = _Surroundings(words, place, last)
        if not around.is_name():
            place += 1
            continue
        first = words[place]
        last = _last_word(words, place)
        initial = _INITIAL.search(text, 0, first.start)
        end = words[last].end - (1 if around.lacks_apostrophe() and last == place else 0)
        yield (initial.start() if initial else first.start), end
        place = last + 1


def _last_word(words: Sequence[NameWord], place: int) -> int:
    """The last word of the name that begins at ``place``."""
    last = place
    while last + 1 < len(words) and last + 1 < place + _MOST_WORDS and not words[last].owns:
        following = words[last + 1]
        if not _WITHIN_NAME.fullmatch(following.gap):
            break
        is_particle = following.key in word_lists()["name_particles"] and last + 2 < len(words)
        if is_particle and (words[last + 2].capital or words[last + 2].kind is WordKind.FIRST_NAME):
            last += 2
        elif _goes_on(following, after=words[last]):
            last += 1
        else:
            break
    return last


def _goes_on(word: NameWord, *, after: NameWord) -> bool:
    """Whether the name of which ``after`` is a part has ``word`` for its next part."""
    if word.capital and after.capital:
        return (
            len(word.key) > 1
            and word.kind is not WordKind.NOT_A_PERSON
            and word.key not in word_lists()["not_after_titles"]
        )
    return word.kind is WordKind.FIRST_NAME or (word.is_surname and (word.kind is WordKind.UNKNOWN or "-" in word.key))


class _Surroundings:
    """One word of a message among the others, and what they say of it."""

    def __init__(self, words: Sequence[NameWord], place: int, last_named: int) -> None:
        self._words, self._place, self._last_named = words, place, last_named
        self._word = words[place]

    def _key(self, offset: int) -> str:
        """The word so many places on, of the same sentence for those that follow; "" where there is none."""
        at = self._place + offset
        if not 0 <= at < len(self._words):
            return ""
        between = self._words[self._place + 1 : at + 1] if offset > 0 else self._words[at + 1 : self._place + 1]
        return "" if any(word.opens for word in between) else self._words[at].key

    def _is(self, offset: int, name: str) -> bool:
        return self._key(offset) in word_lists()[name]

    def _next(self, offset: int = 1) -> NameWord | None:
        return self._words[self._place + offset] if self._key(offset) else None

    def is_name(self) -> bool:
        """Whether a name of a person begins here."""
        word = self._word
        if len(word.key) < 2 or self._key(-1) in ("st", "saint"):
            return False
        if word.kind is WordKind.FIRST_NAME or self.lacks_apostrophe():
            return not self._is_of_a_place()
        if word.kind is WordKind.NOT_A_PERSON:
            return False
        return self._has_title() or (word.could_be_name and (self._is_introduced() or self._is_told_by_use()))

    def lacks_apostrophe(self) -> bool:
        """Whether this is somebody's, with the apostrophe left out: "leos mum"."""
        name = self._word.key.removesuffix("s")
        return (
            name != self._word.key
            and self._word.kind in (WordKind.UNKNOWN, WordKind.WORD)
            and name in word_lists()["first_names"]
            and self._is(1, "belongings")
        )

    def _is_of_a_place(self) -> bool:
        """Whether this is the beginning of a place's name, as in "Alexandra Park"."""
        following = self._next()
        return following is not None and following.capital and following.key in word_lists()["places_precede"]

    def _has_title(self) -> bool:
        word = self._word
        if self._is(-1, "titles"):
            return word.gap.strip() in ("", ".") and word.key not in word_lists()["not_after_titles"]
        if word.gap != " ":
            return False
        if self._is(-1, "titles_before_capitals") and word.capital:
            return word.key not in word_lists()["not_after_titles"]
        if not (self._is(-1, "titles_before_capitals") or self._is(-1, "weak_titles")):
            return False
        unknown = word.kind is WordKind.UNKNOWN
        return (unknown and word.is_surname) or (word.capital and (unknown or word.is_surname or word.could_be_name))

    def _is_introduced(self) -> bool:
        """Whether the words before say that a name comes."""
        if self._is(-1, "naming"):
            return not any(self._is(-back, "programs") for back in (2, 3, 4))
        if (self._key(-2), self._key(-1)) == ("name", "is"):
            return True
        return self._word.capital and self._is(-1, "person_nouns")

    def _is_told_by_use(self) -> bool:
        return self._owns_something() or self._is_joined_to_name() or self._is_capital_name() or self._opens_and_does()

    def _owns_something(self) -> bool:
        owner = self._word.owns and self._is(1, "belongings")
        return owner and self._key(-1) not in ("this", "last", "next", "the", "every", "each", "our", "a")

    def _is_joined_to_name(self) -> bool:
        """Whether it stands beside a name: "ollie and grace"."""
        word = self._word
        by_sign = self._last_named == self._place - 1 and _JOINING.fullmatch(word.gap)
        by_word = self._last_named == self._place - 2 and self._is(-1, "joins")
        if not (by_sign or by_word):
            return False
        return word.capital or word.kind is WordKind.NAME_OR_WORD

    def _is_capital_name(self) -> bool:
        word = self._word
        if not word.capital or self._is(1, "places_precede"):
            return False
        if self._has_surname() or self._heads_a_list() or self._follows_initial():
            return True
        if word.opens or self._is(-1, "places_follow"):
            return False
        if word.kind is WordKind.MOSTLY_WORD:
            return self._is(-1, "before_a_person") and (self._is(1, "after_a_person") or self._is(1, "doings"))
        return True

    def _follows_initial(self) -> bool:
        word = self._word
        return word.gap.strip() == "." and not word.opens and (word.kind is WordKind.UNKNOWN or word.is_surname)

    def _has_surname(self) -> bool:
        """Whether a surname follows a name that is also a word: "Will Thompson", but not "Will Jayden be"."""
        following = self._next()
        if following is None or not following.capital or following.gap != " " or self._word.kind is WordKind.UNKNOWN:
            return False
        if self._word.opens and self._word.key in _QUESTION_OPENINGS and self._is(2, "after_a_person"):
            return False
        return following.kind is WordKind.UNKNOWN or following.is_surname

    def _heads_a_list(self) -> bool:
        """Whether another name follows: "Rose and Ivy", "Paris and Chelsea were"."""
        other = self._next(2)
        if not self._is(1, "joins") or other is None or not other.capital or not other.could_be_name:
            return False
        sure = WordKind.MOSTLY_WORD not in (self._word.kind, other.kind)
        return sure or self._is(3, "doings") or self._key(3) in ("were", "are", "have")

    def _opens_and_does(self) -> bool:
        """Whether it opens a sentence and does what people do: "Mark told me", "will has lost it"."""
        word = self._word
        if not word.opens or not self._is(1, "doings"):
            return False
        if word.capital and word.kind is not WordKind.MOSTLY_WORD:
            return True
        return word.kind is not WordKind.UNKNOWN and self._key(1) not in ("is", "was", "in", "on")
