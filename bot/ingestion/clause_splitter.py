"""The items of a section to blocks and clauses: lead-ins set apart, long texts cut, every clause given its id."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from bot.datatypes.policy import Audience, Block, BlockKind, Clause, ClauseKind, Section
from bot.ingestion.audience import NOBODY, Groups, groups_of_clause, in_order, summary
from bot.ingestion.items import Item, ItemKind
from bot.ingestion.lead_ins import hangs_from, inline_lead, leads
from bot.ingestion.list_tree import ListTree, Node
from bot.ingestion.passage import Passage
from bot.ingestion.sentences import LONGEST, glued_starts, rule_starts, sentence_starts

BLOCKS = {
    ItemKind.TITLE: BlockKind.HEADING,
    ItemKind.TABLE_HEADER: BlockKind.TABLE_HEADER,
    ItemKind.METADATA: BlockKind.METADATA,
    ItemKind.NOISE: BlockKind.NOISE,
}
# Half of the 64 bits would do for every school of a country; the id stays short enough to read aloud.
ID_DIGITS = 12


class ClauseSplitter:
    """Writes the blocks and clauses of one policy."""

    def __init__(self, source: str, school: str, document_id: str, sections: Sequence[Section]) -> None:
        self.source = source
        self.origin = (school, document_id)
        self.sections = sections
        self.blocks: list[Block] = []
        self.clauses: list[Clause] = []
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.lead_ins: dict[int, str] = {}
        # Whom the last rule of each section that names somebody binds.
        self.spoken_to: dict[int, Groups] = {}

    def split(self, items: Sequence[Item], places: Sequence[int]) -> None:
        """Read the items, each with the index of its section, into ``blocks`` and ``clauses``."""
        own: dict[int, list[Item]] = {}
        for item, place in zip(items, places, strict=True):
            own.setdefault(place, []).append(item)
        for section, members in own.items():
            for node in ListTree().build(members):
                self._write(node, section)

    def _write(self, node: Node, section: int) -> None:
        item = node.item
        kind = BLOCKS.get(item.kind)
        if kind is None and not item.words:
            kind = BlockKind.NOISE
        if kind is not None:
            self._add_block(kind, item.passage, section, label=item.label if kind is BlockKind.HEADING else "")
        elif _is_lead_in(node):
            self._write_lead_in(node, section)
        else:
            self._write_rule(node, section)

    def _write_lead_in(self, node: Node, section: int) -> None:
        """All sentences but the last are a clause; the last is the lead-in."""
        starts = sentence_starts(node.item.words)
        pieces = node.item.passage.cut(starts[-1:])
        for piece in pieces[:-1]:
            self._write_pieces(node, section, piece)
        self._add_block(BlockKind.LEAD_IN, pieces[-1], section, label=node.item.label, level=node.level)
        self.lead_ins[id(node)] = pieces[-1].text

    def _write_rule(self, node: Node, section: int) -> None:
        last = self._write_pieces(node, section, node.item.passage)
        if node.children:
            first = node.children[0].item.words
            self.lead_ins[id(node)] = inline_lead(last, first) or last

    def _write_pieces(self, node: Node, section: int, passage: Passage) -> str:
        """The clauses of a passage; returns the last one's text."""
        lead_in = self._lead_in(node)
        whole = node.item.kind is not ItemKind.TEXT
        glued = [] if whole or not node.item.listed else glued_starts(passage.text)
        begins = [0, *glued]
        text = ""
        for begin, piece in zip(begins, passage.cut(glued), strict=True):
            starts = rule_starts(piece.text, keep_whole=LONGEST) if whole else rule_starts(piece.text)
            for part in piece.cut(starts):
                self._add_clause(node, section, part, lead_in if begin == 0 else "")
                text = part.text
        return text

    def _lead_in(self, node: Node) -> str:
        if node.item.header:
            return node.item.header
        lead_in = self.lead_ins.get(id(node.parent), "") if node.parent else ""
        return lead_in if lead_in and hangs_from(lead_in, node.item.words) else ""

    def _add_block(
        self,
        kind: BlockKind,
        passage: Passage,
        section: int,
        *,
        label: str = "",
        level: int = 0,
        clause_id: str | None = None,
    ) -> None:
        self.blocks.append(
            Block(
                kind=kind,
                text=passage.text,
                spans=passage.raw_spans(),
                section=section,
                level=level,
                label=label,
                clause_id=clause_id,
            )
        )

    def _binds(self, text: str, lead_in: str, section: int) -> tuple[Audience, ...]:
        """The groups that a rule binds; remembered, because the next one may say "they"."""
        around = frozenset(self.sections[section].binds)
        found = groups_of_clause(text, lead_in, around, self.spoken_to.get(section, NOBODY))
        self.spoken_to[section] = found or self.spoken_to.get(section, NOBODY)
        return in_order(found)

    def _add_clause(self, node: Node, section: int, passage: Passage, lead_in: str) -> None:
        spans = passage.exact_spans(self.source)
        binds = self._binds(passage.text, lead_in, section)
        clause = Clause(
            clause_id=self._clause_id(self.sections[section].title, lead_in, passage.text),
            text=passage.text,
            digest=hashlib.sha256(passage.text.encode()).hexdigest(),
            lead_in=lead_in,
            label=node.item.label,
            parent_label=_label_above(node),
            kind=_kind(node.item),
            section=section,
            level=node.level,
            line=_line_of(node.item, spans[0].start),
            spans=spans,
            audience=summary(binds),
            binds=binds,
        )
        self.clauses.append(clause)
        self._add_block(
            BlockKind.CLAUSE, passage, section, label=clause.label, level=node.level, clause_id=clause.clause_id
        )

    def _clause_id(self, section: str, lead_in: str, text: str) -> str:
        words = (*self.origin, section, lead_in, text)
        self.seen[words] += 1
        digest = hashlib.sha256("\x1f".join([*words, str(self.seen[words])]).encode()).hexdigest()
        return f"c-{digest[:ID_DIGITS]}"


def _is_lead_in(node: Node) -> bool:
    """True for words that are nothing without the items under them, and that at least one of these completes."""
    if not node.children or not leads(node.item.words, node.children[0].item.words):
        return False
    return any(hangs_from(node.item.words, child.item.words) for child in node.children)


def _line_of(item: Item, place: int) -> int:
    """The number of the item's line that holds this offset."""
    return next((x.number for x in reversed(item.lines) if x.start <= place), item.line)


def _label_above(node: Node) -> str:
    """The label of the nearest item above that has one."""
    above = node.parent
    while above is not None and not above.item.label:
        above = above.parent
    return above.item.label if above else ""


def _kind(item: Item) -> ClauseKind:
    if item.kind is ItemKind.TABLE_ROW:
        return ClauseKind.TABLE_ROW
    if item.kind is ItemKind.KEY_DETAIL:
        return ClauseKind.KEY_DETAIL
    if item.label:
        return ClauseKind.NUMBERED
    return ClauseKind.BULLET if item.sign else ClauseKind.PARAGRAPH
