"""A policy document as the page shows it: its blocks in reading order, as headings, nested lists and tables.

Nothing is reworded and nothing moved. What was taken for noise (page numbers, running titles) is set apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.datatypes.policy import Audience, Block, BlockKind, Clause, ClauseKind, PolicyDocument, Section

AUDIENCE_LABELS = {
    Audience.EVERYONE: "",
    Audience.STAFF: "For staff",
    Audience.VOLUNTEERS: "For volunteers",
    Audience.VISITORS: "For visitors",
    Audience.PARENTS: "For parents and carers",
    Audience.PUPILS: "For pupils",
}

_DEEPEST_HEADING = 6  # HTML has no more


@dataclass
class Item:
    """A paragraph, a list item or a row; ``children`` are the items nested in it."""

    text: str
    label: str = ""
    clause_id: str = ""
    role: str = "clause"
    children: list[Item] = field(default_factory=list)

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return self.text.split("\t")


@dataclass
class Part:
    """One piece of the page: ``heading``, ``paragraph``, ``list``, ``details`` or ``table``.

    ``level`` is a heading's, 2 to 6; ``anchor`` its id. ``header`` holds a table's column titles.
    """

    kind: str
    text: str = ""
    level: int = 0
    anchor: str = ""
    audience: str = ""
    items: list[Item] = field(default_factory=list)
    header: list[str] = field(default_factory=list)


@dataclass
class PolicyPage:
    """A document's parts, its table of contents (headings of the first three levels) and what was left out."""

    parts: list[Part]
    contents: list[Part]
    left_out: list[str]


class _Composer:
    """Takes the blocks one by one; remembers which lists are open."""

    def __init__(self, document: PolicyDocument) -> None:
        self.parts: list[Part] = []
        self.left_out: list[str] = []
        self._document = document
        self._clauses = {clause.clause_id: clause for clause in document.clauses}
        self._anchored: set[int] = set()
        self._top = min((s.level for s in document.sections if s.title and s.title != document.title), default=1)
        self._open: list[tuple[int, list[Item]]] = []  # depth and items of each open list, outermost first

    def add(self, block: Block) -> None:
        """Put one block in its place."""
        if block.kind is BlockKind.NOISE:
            self.left_out.append(block.text)
        elif self._repeats_title(block):
            return
        elif block.kind is BlockKind.HEADING:
            self._add_heading(block)
        elif block.kind is BlockKind.TABLE_HEADER:
            self._start(Part("table", header=block.text.split("\t")))
        elif block.kind is BlockKind.METADATA:
            self._start(Part("paragraph", items=[Item(block.text, role="metadata")]))
        else:
            self._add_words(block, self._clauses.get(block.clause_id or ""))

    def _repeats_title(self, block: Block) -> bool:
        """Whether the document opens with its title, which heads the page already."""
        is_title = block.kind in (BlockKind.HEADING, BlockKind.METADATA) and not block.clause_id
        return is_title and not self.parts and block.text.strip() == self._document.title

    def _start(self, part: Part) -> Part:
        self._open = []
        self.parts.append(part)
        return part

    def _continue(self, kind: str) -> Part:
        """The last part if it is of that kind, else a new one."""
        last = self.parts[-1] if self.parts else None
        return last if last is not None and last.kind == kind else self._start(Part(kind))

    def _add_heading(self, block: Block) -> None:
        section = self._document.sections[block.section]
        is_first = block.section not in self._anchored
        self._anchored.add(block.section)
        self._start(
            Part(
                "heading",
                text=_heading_text(block, section),
                level=min(max(section.level - self._top, 0) + 2, _DEEPEST_HEADING),
                anchor=f"section-{block.section}" if is_first else "",
                audience=AUDIENCE_LABELS[section.audience] if is_first else "",
            )
        )

    def _add_words(self, block: Block, clause: Clause | None) -> None:
        kind = clause.kind if clause else None
        role = "lead-in" if block.kind is BlockKind.LEAD_IN else "clause"
        item = Item(block.text, label=block.label, clause_id=block.clause_id or "", role=role)
        if kind is ClauseKind.TABLE_ROW:
            self._continue("table").items.append(item)
        elif kind is ClauseKind.KEY_DETAIL:
            self._continue("details").items.append(item)
        elif depth := _depth(block, kind):
            self._add_to_list(item, depth)
        else:
            self._start(Part("paragraph", items=[item]))

    def _add_to_list(self, item: Item, depth: int) -> None:
        while len(self._open) > 1 and self._open[-1][0] > depth:
            self._open.pop()
        if not self._open:
            self._open = [(depth, self._start(Part("list")).items)]
        elif self._open[-1][0] < depth:
            self._open.append((depth, self._open[-1][1][-1].children))
        self._open[-1][1].append(item)


def _depth(block: Block, kind: ClauseKind | None) -> int:
    """How deep a list item is nested, from 1; 0 for what is no list item."""
    if kind is ClauseKind.PARAGRAPH:
        return 0
    is_item = bool(block.label) or kind in (ClauseKind.NUMBERED, ClauseKind.BULLET)
    return block.level or int(is_item)


def _heading_text(block: Block, section: Section) -> str:
    number = section.number
    return f"{number} {block.text}" if number and not block.text.startswith(number) else block.text


def compose_page(document: PolicyDocument) -> PolicyPage:
    """Lay out one document."""
    composer = _Composer(document)
    for block in document.blocks:
        composer.add(block)
    return PolicyPage(composer.parts, _contents(composer.parts), composer.left_out)


def _contents(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.kind == "heading" and part.anchor and part.level <= 4]
