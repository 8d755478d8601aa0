"""The lines of a policy file, each with the bullet, number or heading marks that stand before its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.ingestion.passage import Passage, read_passage

# Everything that str.splitlines() takes for the end of a line; a form feed is a page break.
LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

# Signs people and converters use for bullets; "o" is what a hollow bullet becomes in text.
BULLET = re.compile(r"(?:[-–—*+](?=\s)|[•·▪◦‣●○■□➢►✓✔⁃∙\uf0b7\uf0a7])")
HOLLOW = re.compile(r"o(?=\s+\S)")
HOLLOW_AFTER_BULLET = re.compile(r"[oO](?=\s+\S)")
HASHES = re.compile(r"#{1,6}(?=\s+\S)")
# Markdown's mark of a quotation
QUOTE = re.compile(r"(?:>\s?)+(?=\S)")
BOLD = r"(?:\*\*|__)?"
# 1.1, 5.2.2., 3.1) but not 8.30 am
DOTTED = re.compile(BOLD + r"(\d{1,2}(?:\.\d{1,3}){1,4})[.)]?" + BOLD + r"(?=\s)(?!\s*[ap]\.?m\b)")
# 1. 1) (1); "1.Scope" without a space, too
NUMBER = re.compile(BOLD + r"(?:(\d{1,3})\\?[.)]|\((\d{1,3})\))" + BOLD + r"(?:(?=\s)|(?<=\.)(?=[A-Z]))")
LETTER = re.compile(BOLD + r"(?:([a-z])[.)]|([A-Z])\)|\(([a-zA-Z])\))" + BOLD + r"(?=\s)")
ROMAN = re.compile(BOLD + r"(?:([ivxl]{1,6})[.)]|\(([ivxl]{1,6})\))" + BOLD + r"(?=\s)")
# A number alone ("1 Aims"), or a capital with a stop ("A. Aims", "IV. Aims"): marks of a heading, never of a clause.
HEADING_NUMBER = re.compile(BOLD + r"(?:(\d{1,2})|([A-Z]|[IVX]{2,5})\.)\s+(?=[A-Z*])")
UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
BLANKS = re.compile(r"\s*")

RANKS = {**dict.fromkeys("o◦○O", 1), **dict.fromkeys("▪■§□\uf0a7", 2)}


@dataclass(frozen=True)
class Line:
    """One line. ``start`` and ``end`` leave out the white space around it; ``body`` is where its words begin.

    ``sign`` is its bullet, ``nested`` tells that a second bullet (``- o``) follows; ``label`` is its own number
    without brackets and stop, ``style`` how that number is written; ``hashes`` counts Markdown's heading marks.
    """

    source: str
    number: int
    start: int
    end: int
    indent: int
    body: int
    sign: str = ""
    nested: bool = False
    label: str = ""
    style: str = ""
    hashes: int = 0

    @property
    def blank(self) -> bool:
        """True where the line holds nothing but white space."""
        return self.start == self.end

    @cached_property
    def words(self) -> str:
        """The line's words without bullets, numbers and marks."""
        return self.passage.text

    @cached_property
    def passage(self) -> Passage:
        """The line's words with their places."""
        return read_passage(self.source, [(self.start, self.end)], [(self.body, self.end)])

    @property
    def printed(self) -> str:
        """The line as it stands in the file, without the white space around it."""
        return self.source[self.start : self.end]

    @property
    def listed(self) -> bool:
        """True where a bullet or a number stands before the words."""
        return bool(self.sign or self.label)

    @property
    def rank(self) -> int:
        """How deep its kind of bullet usually stands: 0 for a dash or dot, 1 for a hollow one, 2 for a square."""
        return RANKS.get(self.sign, 0)


def _after(pattern: re.Pattern[str], source: str, at: int, end: int) -> tuple[re.Match[str] | None, int]:
    match = pattern.match(source, at, end)
    if match is None or match.end() >= end:
        return None, at
    gap = BLANKS.match(source, match.end(), end)
    return match, gap.end() if gap else match.end()


def _label(source: str, at: int, end: int) -> tuple[str, str, int]:
    """The number at ``at``, its style ("dotted", "number", "roman" or "letter" and its brackets), the words' start."""
    for name, pattern in (("dotted", DOTTED), ("number", NUMBER), ("roman", ROMAN), ("letter", LETTER)):
        match, after = _after(pattern, source, at, end)
        if match:
            label = next(g for g in match.groups() if g)
            brackets = match.group().strip("*_").replace("\\", "").replace(label, "", 1)
            return label, name + ("" if name == "dotted" else brackets), after
    return "", "", at


def _bullet(source: str, at: int, end: int) -> tuple[str, bool, int]:
    match, after = _after(BULLET, source, at, end)
    if match is None:
        match, after = _after(HOLLOW, source, at, end)
        return (match.group(), False, after) if match else ("", False, at)
    second, deeper = _after(HOLLOW_AFTER_BULLET, source, after, end)
    return match.group(), second is not None, deeper


def read_line(source: str, number: int, begin: int, finish: int) -> Line:
    """The line of ``source`` between two offsets."""
    text = source[begin:finish]
    start = begin + len(text) - len(text.lstrip())
    end = max(start, begin + len(text.rstrip()))
    indent = len(source[begin:start].expandtabs(4))
    _, words = _after(QUOTE, source, start, end)
    hashes, body = _after(HASHES, source, words, end)
    sign, nested = "", False
    if hashes is None:
        sign, nested, body = _bullet(source, words, end)
    label, style, body = _label(source, body, end)
    depth = len(hashes.group()) if hashes else 0
    return Line(source, number, start, end, indent, body, sign, nested, label, style, depth)


def read_lines(source: str) -> list[Line]:
    """Every line of the text, blank ones included; lines count from 1."""
    lines = [read_line(source, n, begin, end) for n, (begin, end) in enumerate(_bounds(source), start=1)]
    for index in range(len(lines) - 1):
        depth = _underlined(lines, index)
        if depth:
            lines[index] = replace(lines[index], hashes=depth)
    return lines


def _underlined(lines: list[Line], index: int) -> int:
    """1 or 2 for a line that a row of ``=`` or ``-`` below it makes a heading, else 0."""
    line, below = lines[index], UNDERLINE.match(lines[index + 1].printed)
    alone = index == 0 or lines[index - 1].blank
    if below is None or not alone or line.sign or line.hashes or not any(c.isalnum() for c in line.printed):
        return 0
    return 1 if below.group().startswith("=") else 2


def lines_from(lines: Sequence[Line], first: int) -> Iterator[Line]:
    """The lines from an index on; as long as few are asked for, it does not matter how many there are."""
    return (lines[i] for i in range(first, len(lines)))


def _bounds(source: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in LINE_END.finditer(source):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(source)
