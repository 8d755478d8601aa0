"""Lines to items: wrapped and page-broken lines joined, run-together bullets parted, titles told from text."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.ingestion.items import Item, ItemKind, item_of
from bot.ingestion.line_kinds import (
    CONTENTS_LINE,
    SIGNATURE,
    UNDER_SIGNATURE,
    is_case,
    is_date_alone,
    is_junk,
    is_key_detail,
    is_name_alone,
    is_policy_title,
    is_title,
)
from bot.ingestion.lines import HEADING_NUMBER, Line, lines_from, read_lines
from bot.ingestion.passage import Passage, join
from bot.ingestion.tables import is_row, read_table, table_at

# "safe passwords. o to use …": a bullet in mid-line. A hollow one only counts after the end of a sentence.
RUN_TOGETHER = re.compile(r"(?:(?<=[.;:?!])\s+(?=[oO]\s+\w)|\s+(?=[•·▪◦●]\s*\w))")
SIGN = re.compile(r"[oO•·▪◦●]\s*")
ENDED = (".", "!", "?", ":", ";")
# A line that was broken because it was full is at least so long, and at most so long.
WRAPPED_LEAST, WRAPPED_MOST = 40, 130
SECTION_WORD = re.compile(
    r"^(?:section|part|chapter)\s+(\d{1,2}|[A-Z]|[IVX]{1,4})\b\s*[:.–—-]?\s*(?=\S)", re.IGNORECASE
)
APPENDIX = re.compile(r"^(?:appendix|annex|schedule)\b", re.IGNORECASE)


class ItemReader:
    """Reads the items of one file's text, in order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = read_lines(source)
        self.marked = sum(1 for line in self.lines if line.hashes) >= 2
        self.items: list[Item] = []
        self.open: Item | None = None
        self.gap = True

    def read(self) -> list[Item]:
        """Every item of the file; each non-blank character belongs to exactly one."""
        index = 0
        while index < len(self.lines):
            index += self._take(index)
        for item in self.items:
            if len(item.lines) > 1:
                item.passage = join(self.source, [([(x.start, x.end)], [(x.body, x.end)]) for x in item.lines])
        return [part for item in self.items for part in _parted(item)]

    def _take(self, index: int) -> int:
        """Read what begins at this line, and return how many lines it took."""
        line = self.lines[index]
        if line.blank:
            self.gap = True
            return 1
        rows = table_at(self.lines, index)
        if rows:
            self._close(read_table(rows))
            return len(rows)
        kind = self._kind(index)
        if kind is ItemKind.TEXT and self._continues(line):
            self._extend(line)
        elif kind is ItemKind.NOISE:
            self.items.append(item_of(line, kind, gap=self.gap))
        else:
            self._append(line, kind)
        return 1

    def _close(self, items: list[Item]) -> None:
        items[0].gap = self.gap
        self.items += items
        self.open, self.gap = None, False

    def _append(self, line: Line, kind: ItemKind) -> None:
        item = item_of(line, kind, gap=self.gap)
        if kind is ItemKind.TITLE:
            number_title(item)
        self.items.append(item)
        self.open = item if kind is ItemKind.TEXT else None
        self.gap = False

    def _extend(self, line: Line) -> None:
        assert self.open is not None  # noqa: S101 - _continues() has seen to it
        self.open.lines.append(line)
        self.gap = False

    def _kind(self, index: int) -> ItemKind:
        line = self.lines[index]
        words = line.words
        if not words or is_junk(line.printed) or self._under_signature(words):
            return ItemKind.NOISE
        if len(line.printed) <= 300 and CONTENTS_LINE.search(line.printed):
            return ItemKind.METADATA
        if line.hashes:
            return ItemKind.TITLE
        if is_key_detail(words) and not line.label:
            return ItemKind.KEY_DETAIL
        if not line.listed and (is_date_alone(words) or is_name_alone(words)):
            return ItemKind.METADATA
        return ItemKind.TITLE if self._may_be_title(index) else ItemKind.TEXT

    def _under_signature(self, words: str) -> bool:
        """True for "(Chair of Governors)" and the like, right below the line that he or she is to sign."""
        last = self.items[-1] if self.items else None
        signed = last is not None and last.kind is ItemKind.NOISE and SIGNATURE.match(last.words)
        return bool(signed and UNDER_SIGNATURE.match(words))

    def _may_be_title(self, index: int) -> bool:
        line = self.lines[index]
        words = _without_heading_number(line)
        numbered = bool(line.label) or words != line.words
        bold = line.printed.startswith(("**", "__")) and line.printed.endswith(("**", "__"))
        marked = numbered or bold
        most = 16 if is_policy_title(words) else 12
        if line.sign or not is_title(words.rstrip(":") if marked else words, most=most):
            return not line.sign and numbered and is_case(words) and self.gap and self._list_follows(index)
        if marked and words.endswith(":") and (len(words.split()) > 6 or self._list_follows(index)):
            return False
        if APPENDIX.match(words) and not numbered:
            return True
        if marked:
            return bold or not (self.open and not self.gap and self._wrapped(self.open.lines[-1]))
        return not self.marked and words[0].isupper() and self._stands_alone(index)

    def _list_follows(self, index: int) -> bool:
        """True where the next line that holds words is an item of a list of another kind."""
        following = next((x for x in lines_from(self.lines, index + 1) if not x.blank), None)
        return following is not None and following.listed and following.style != self.lines[index].style

    def _stands_alone(self, index: int) -> bool:
        """Unmarked words are a title only with a blank or a title before them, and if the next line is not the rest."""
        line = self.lines[index]
        last = next((i for i in reversed(self.items) if i.kind is not ItemKind.NOISE), None)
        if not self.gap and last is not None and last.kind in (ItemKind.TEXT, ItemKind.TABLE_ROW):
            return False
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        coming = lines_from(self.lines, index + 1)
        later = next((x for x in coming if not x.blank and not is_junk(x.printed)), None)
        if later is not None and not later.listed and later.words[:1].islower():
            return False
        if following is None or following.blank or following.listed or following.hashes or is_row(following):
            return True
        return len(line.words) <= 60 and (len(following.words) > len(line.words) or is_title(following.words))

    def _continues(self, line: Line) -> bool:
        """True where a line without marks goes on with the item that is open."""
        if self.open is None or line.listed or line.hashes:
            return False
        last = self.open.lines[-1]
        ended = last.words.endswith(ENDED)
        lower = line.words[:1].islower()
        if self.gap:
            unmarked_run = not self.open.listed and self.open.words[:1].islower()
            return lower and not ended and not unmarked_run
        if lower:
            return True
        if self.open.listed and line.indent > self.open.indent:
            return True
        return self._wrapped(last) and (not ended or self._was_full(last, line))

    def _wrapped(self, line: Line) -> bool:
        return WRAPPED_LEAST <= len(line.printed) <= WRAPPED_MOST and not line.words.endswith(":")

    def _was_full(self, last: Line, line: Line) -> bool:
        """True where the first word of the next line would not have fitted on the last one."""
        around = [x for x in self.lines[max(0, last.number - 4) : line.number + 3] if not x.blank]
        width = max(x.end - x.start + x.indent for x in around)
        first = line.words.split(maxsplit=1)[0]
        return width <= WRAPPED_MOST and last.end - last.start + last.indent + 1 + len(first) >= width


def _parted(item: Item) -> list[Item]:
    """The item, or the items that were run together in its line."""
    if item.kind is not ItemKind.TEXT:
        return [item]
    pieces = item.passage.cut(m.end() for m in RUN_TOGETHER.finditer(item.words))
    return [item] if len(pieces) == 1 else [_part(item, piece, i) for i, piece in enumerate(pieces)]


def _part(item: Item, piece: Passage, index: int) -> Item:
    part = replace(item, passage=piece)
    sign = SIGN.match(piece.text) if index else None
    if sign and sign.end() < len(piece.text):
        part.passage = piece.without_start(sign.end())
        part.sign, part.label, part.style, part.inline = sign.group().strip(), "", "", True
        part.nested, part.rank = False, 1 if part.sign in "oO◦" else 0
    return part


def _without_heading_number(line: Line) -> str:
    """The words of a heading whose number has no stop, or whose capital letter has one."""
    match = None if line.listed else HEADING_NUMBER.match(line.words) or SECTION_WORD.match(line.words)
    return line.words[match.end() :] if match else line.words


def number_title(item: Item) -> None:
    """Give a title the number that stands in its words ("1 Aims", "Section 2: Phones") and the depth of its number."""
    if not item.label:
        match = HEADING_NUMBER.match(item.words) or SECTION_WORD.match(item.words)
        if match and match.end() < len(item.words):
            item.label = next(g for g in match.groups() if g)
            item.style = "number." if item.label.isdigit() else "capital."
            item.passage = item.passage.without_start(match.end())
    if item.label and not item.hashes:
        item.depth = item.label.count(".") + 1
