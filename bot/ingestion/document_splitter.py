"""One file, several policies: where the second one begins, and what each is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.ingestion.item_reader import APPENDIX
from bot.ingestion.items import Item, ItemKind
from bot.ingestion.line_kinds import DATE, is_part_title

# Fewer clauses than these before a policy's title are the cover of the file, not a policy.
COVER_CLAUSES = 8
LEAST_CLAUSES = 3
TOPIC = re.compile(
    r"\b(?:purpose|aims?|applies)\b[^.;]{0,200}?\b(?:when using|(?:the )?use of)\s+(?:all |any )?"
    r"(?P<topic>[^.,;:()]{4,60})",
    re.IGNORECASE,
)
TRAILING_DATE = re.compile(rf"\s*[-–,:(]?\s*\(?({DATE})\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """The items of one policy of a file. ``title`` is empty where the file gives none."""

    title: str
    items: list[Item]
    titled: bool = True


class DocumentSplitter:
    """Finds where a file's policies begin."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.numbers = [self._number(i) for i in items]
        hashes = [i.hashes for i in items if i.kind is ItemKind.TITLE and i.hashes]
        self.top = min(hashes, default=0)

    @staticmethod
    def _number(item: Item) -> int | None:
        """The number of a heading of the first depth."""
        plain = item.kind is ItemKind.TITLE and item.label.isdecimal() and item.hashes <= 1
        return int(item.label) if plain else None

    def starts(self) -> list[int]:
        """The indices of the items that begin a second or later policy."""
        starts: list[int] = []
        begin = 0
        for index, item in enumerate(self.items):
            if item.kind is not ItemKind.TITLE or index <= begin:
                continue
            start = self._start_at(begin, index)
            if start is not None and self._prose(begin, start) >= COVER_CLAUSES and self._prose(start) >= LEAST_CLAUSES:
                starts.append(start)
                begin = index
        return starts

    def _start_at(self, begin: int, index: int) -> int | None:
        """Where a policy begins if this title begins one: at the title, or at the one right above it."""
        if self._restarts(begin, index):
            return self._with_titles_above(index)
        item = self.items[index]
        top = item.hashes == self.top and not item.label and is_part_title(item.words)
        unnumbered = all(n is None for n in self.numbers)
        return index if top and (unnumbered or self.top == 1) else None

    def _restarts(self, begin: int, index: int) -> bool:
        """True where the headings' numbers begin again at 1 and do not later go on from where they were."""
        if self.numbers[index] != 1:
            return False
        above = self._with_titles_above(index)
        if any(APPENDIX.match(i.words) for i in self.items[above:index]):
            return False
        before = [n for n in self.numbers[begin:index] if n is not None]
        if not before:
            labels = {i.label for i in self.items[begin:index] if i.kind is ItemKind.TEXT}
            return above < index and {"1", "2"} <= labels
        return max(before) >= 2 and not resumes(self.numbers, index, before[-1])

    def _with_titles_above(self, index: int) -> int:
        start = index
        for above in range(index - 1, -1, -1):
            item = self.items[above]
            if item.kind is ItemKind.TITLE and not item.label:
                start = above
            elif item.kind is not ItemKind.NOISE:
                break
        return start

    def _prose(self, begin: int, end: int | None = None) -> int:
        return sum(i.kind is ItemKind.TEXT for i in self.items[begin:end])


def resumes(numbers: list[int | None], restart: int, last: int) -> bool:
    """True where, after a restart, the numbering goes on with ``last + 1`` although that number is not its turn."""
    turn = 1
    for number in numbers[restart:]:
        if number is None:
            continue
        if number == last + 1 != turn:
            return True
        turn = number + 1
    return False


def split_documents(items: list[Item], file_title: str) -> list[Part]:
    """The policies of a file, in order; the titles they take become metadata."""
    edges = [0, *DocumentSplitter(items).starts(), len(items)]
    parts = [Part(file_title, items[: edges[1]], bool(file_title))]
    for begin, end in pairwise(edges[1:]):
        part = items[begin:end]
        heading = part[0] if part[0].kind is ItemKind.TITLE and not part[0].label else None
        if heading:
            heading.kind = ItemKind.METADATA
        title = heading.words if heading else _inferred_title(part) or f"{file_title} (second part)".strip()
        parts.append(Part(title, part, heading is not None))
    return parts


def _inferred_title(items: list[Item]) -> str:
    """A title made from the words in which a policy states its purpose: "when using social media"."""
    for item in items:
        match = TOPIC.search(item.words)
        if match:
            topic = re.split(r"\b(?:by|in|on|at|within|for|both|will)\b", match.group("topic"))[0].strip()
            if topic:
                return f"{topic[0].upper()}{topic[1:]} policy"
    return ""


def without_date(title: str) -> tuple[str, str]:
    """A title without the date or years at its end, and these."""
    match = TRAILING_DATE.search(title)
    if match is None or not title[: match.start()].strip():
        return title, ""
    return title[: match.start()].strip(), match.group(1)
