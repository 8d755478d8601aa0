"""Tables: lines whose cells are parted by tabs, or Markdown's pipes; the first row may be the header."""

from __future__ import annotations

import re
from itertools import islice

from bot.ingestion.items import Item, ItemKind
from bot.ingestion.lines import Line
from bot.ingestion.passage import Stretch, read_passage

PIPE_RULE = re.compile(r"^\|?[\s:|-]*-[\s:|-]*$")
# Words that head a column; a first row of such words and no others is a header.
COLUMN_WORDS = frozenset(
    "role name names contact contacts details detail date version author who what when where why how action actions "
    "responsibility responsible person item description change changes summary position title post e-mail email "
    "telephone phone number area issue risk device devices allowed permitted notes comments review reviewed by".split()
)


def cells_of(line: Line) -> list[Stretch]:
    """The stretches of a row's cells, empty ones included; one stretch where the line is no row."""
    separator = "|" if is_piped(line) else "\t"
    start, end = (line.start, line.end) if separator == "|" else (line.body, line.end)
    edges = [p for p in range(start, end) if line.source[p] == separator]
    bounds = zip([start, *(p + 1 for p in edges)], [*edges, end], strict=True)
    return [(s, e) for s, e in bounds]


def is_piped(line: Line) -> bool:
    """True for a row of a Markdown table."""
    return line.printed.startswith("|") and line.printed.count("|") >= 2


def _filled(line: Line) -> list[Stretch]:
    return [(s, e) for s, e in cells_of(line) if line.source[s:e].strip()]


def is_row(line: Line) -> bool:
    """True where a line holds two cells or more that are not empty."""
    return (is_piped(line) or "\t" in line.printed) and not line.hashes and len(_filled(line)) >= 2


def table_at(lines: list[Line], first: int) -> list[Line]:
    """The rows that begin at this line: one for a table of one row, none where no table begins."""
    rows: list[Line] = []
    for line in islice(lines, first, None):
        if not (is_row(line) or (rows and is_piped(line))):
            break
        rows.append(line)
    return rows


def _is_header(rows: list[Line]) -> bool:
    if len(rows) < 2:
        return False
    if is_piped(rows[0]):
        return PIPE_RULE.match(rows[1].printed) is not None
    cells = [rows[0].source[s:e].split() for s, e in _filled(rows[0])]
    words = [w.strip("()/:?").lower() for cell in cells for w in cell]
    if any(len(cell) > 4 for cell in cells) or any(c.isdigit() or c == "@" for w in words for c in w):
        return False
    named = sum(any(w.strip("()/:?").lower() in COLUMN_WORDS for w in cell) for cell in cells)
    return named * 2 > len(cells)


def _row_item(line: Line, kind: ItemKind, header: str) -> Item:
    passage = read_passage(line.source, [(line.start, line.end)], _filled(line))
    return Item(kind=kind, passage=passage, line=line.number, label=line.label, header=header, lines=[line])


def read_table(rows: list[Line]) -> list[Item]:
    """The rows as items: a header where there is one, whose words every other row carries."""
    header = _is_header(rows)
    items: list[Item] = []
    words = ""
    for index, row in enumerate(rows):
        if PIPE_RULE.match(row.printed):
            kind = ItemKind.NOISE
        elif index == 0 and header:
            kind = ItemKind.TABLE_HEADER
        else:
            kind = ItemKind.TABLE_ROW
        items.append(_row_item(row, kind, words))
        if kind is ItemKind.TABLE_HEADER:
            words = items[-1].words
    return items
