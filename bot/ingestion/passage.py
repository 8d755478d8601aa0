"""Words as a person reads them, each character with its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from bot.datatypes.policy import Span

Stretch = tuple[int, int]

# What is dropped from the words people read: bold marks, inline tags, comments, names of pictures, invisible
# characters (zero-width space, byte-order mark, soft hyphen, word joiner). Bounded, so that no text makes it slow.
MARKS = re.compile(
    r"\*\*|</?(?:u|b|i|em|strong|sup|sub|span|br|font|mark)\b[^<>\n]{0,200}>"
    r"|\\(?=[.()*_#+\[\]-])|\[image:[^\]\n]{0,200}\]|<!--[^\n]{0,500}?-->|[\u200b\ufeff\u00ad\u2060]",
    re.IGNORECASE,
)
LINK = re.compile(r"(\[)[^\[\]\n]{1,300}(\]\([^()\s]{0,500}\))")
EMPHASIS = re.compile(r"(?<![\w*])(\*)(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])(\*)(?![\w*])")


@dataclass(frozen=True)
class Passage:
    """``text`` has its white space folded and its marks removed; ``places`` holds each character's source offset.

    ``raw`` is every stretch of the source that the passage accounts for, marks included.
    """

    text: str
    places: tuple[int, ...]
    raw: tuple[Stretch, ...]

    def cut(self, positions: Iterable[int]) -> list[Passage]:
        """The passage in pieces that begin at these positions of ``text``; nothing is lost."""
        starts = [0, *sorted({p for p in positions if 0 < p < len(self.text)}), len(self.text)]
        pieces: list[Passage] = []
        first = self.raw[0][0] if self.raw else 0
        for begin, end in pairwise(starts):
            text, places = _strip(self.text[begin:end], self.places[begin:end])
            last = self.places[end] if end < len(self.text) else self.raw[-1][1]
            pieces.append(Passage(text, places, _between(self.raw, first, last)))
            first = last
        return [p for p in pieces if p.text] or [self]

    def without_start(self, length: int) -> Passage:
        """The same stretch of the file, without the first ``length`` characters of its words."""
        text, places = _strip(self.text[length:], self.places[length:])
        return Passage(text, places, self.raw)

    def exact_spans(self, source: str) -> tuple[Span, ...]:
        """Where the words stand: the fewest spans that hold these characters and white space, and nothing else."""
        spans: list[list[int]] = []
        for place in self.places:
            if spans and not source[spans[-1][1] : place].strip():
                spans[-1][1] = place + 1
            else:
                spans.append([place, place + 1])
        return tuple(Span(start=s, end=e) for s, e in spans)

    def raw_spans(self) -> tuple[Span, ...]:
        """Every stretch the passage accounts for."""
        return tuple(Span(start=s, end=e) for s, e in self.raw)


def _strip(text: str, places: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    return text[left:right], places[left:right]


def _between(stretches: Sequence[Stretch], first: int, last: int) -> tuple[Stretch, ...]:
    begin = bisect_right(stretches, first, key=itemgetter(1))
    finish = bisect_left(stretches, last, key=itemgetter(0))
    return tuple((max(s, first), min(e, last)) for s, e in stretches[begin:finish])


def _dropped(text: str) -> set[int]:
    """The positions of ``text`` that belong to marks."""
    dropped: set[int] = set()
    for match in MARKS.finditer(text):
        dropped.update(range(*match.span()))
    for pattern in (LINK, EMPHASIS):
        for match in pattern.finditer(text):
            dropped.update(range(*match.span(1)), range(*match.span(2)))
    return dropped


def read_passage(source: str, raw: Sequence[Stretch], body: Sequence[Stretch]) -> Passage:
    """The words of ``body``; ``raw`` holds ``body`` and the bullet or number before it."""
    text = "\n".join(source[s:e] for s, e in body)
    offsets = [p for s, e in body for p in range(s, e + 1)]
    dropped = _dropped(text)
    kept: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        if index in dropped:
            continue
        if not character.isspace():
            kept.append(character)
            places.append(offsets[index])
        elif kept and kept[-1] != " ":
            kept.append(" ")
            places.append(offsets[index])
    return Passage(*_strip("".join(kept), tuple(places)), tuple(raw))


def join(source: str, passages: Sequence[tuple[Sequence[Stretch], Sequence[Stretch]]]) -> Passage:
    """One passage out of several lines, each given as its raw and its body stretches."""
    return read_passage(source, [s for raw, _ in passages for s in raw], [s for _, body in passages for s in body])
