"""An item: a heading, a paragraph, a list item, a table row or a line of its own, before it has a section."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.ingestion.lines import Line
from bot.ingestion.passage import Passage


class ItemKind(StrEnum):
    """What an item is taken for. ``TITLE`` may still turn out to be no heading once its neighbours are known."""

    TEXT = "text"
    TITLE = "title"
    KEY_DETAIL = "key_detail"
    TABLE_HEADER = "table_header"
    TABLE_ROW = "table_row"
    METADATA = "metadata"
    NOISE = "noise"


@dataclass(eq=False)
class Item:
    """One or several lines that belong together.

    ``depth`` is a heading's depth as its marks tell (``##`` or "5.2" is 2), 0 where they tell nothing;
    ``gap`` tells that a blank line stands before; ``header`` holds the words of a table row's header;
    ``inline`` that the item was cut out of the line of the one before it.
    """

    kind: ItemKind
    passage: Passage
    line: int
    indent: int = 0
    sign: str = ""
    rank: int = 0
    nested: bool = False
    label: str = ""
    style: str = ""
    hashes: int = 0
    depth: int = 0
    gap: bool = False
    header: str = ""
    inline: bool = False
    lines: list[Line] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The item's words."""
        return self.passage.text

    @property
    def listed(self) -> bool:
        """True where a bullet or a number stands before it."""
        return bool(self.sign or self.label)

    @property
    def content(self) -> bool:
        """True where it may become a clause."""
        return self.kind in (ItemKind.TEXT, ItemKind.KEY_DETAIL, ItemKind.TABLE_ROW)


def item_of(line: Line, kind: ItemKind, *, gap: bool = False) -> Item:
    """An item of one line."""
    return Item(
        kind=kind,
        passage=line.passage,
        line=line.number,
        indent=line.indent,
        sign=line.sign,
        rank=line.rank,
        nested=line.nested,
        label=line.label,
        style=line.style,
        hashes=line.hashes,
        depth=line.hashes,
        gap=gap,
        lines=[line],
    )
