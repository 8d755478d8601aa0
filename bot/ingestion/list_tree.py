"""Which item of a list stands under which, told from indents, bullets and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ingestion.items import Item, ItemKind
from bot.ingestion.lead_ins import ends_open, leads, may_hang_unmarked
from bot.ingestion.line_kinds import is_sentence

LISTS = (ItemKind.TEXT, ItemKind.KEY_DETAIL)


@dataclass(eq=False)
class Node:
    """An item with its place in the list. ``level`` is 0 for a paragraph, 1 for an item of the outermost list.

    ``indent`` is the effective one; ``lost`` tells that its printed indent was lost on the way into the file.
    """

    item: Item
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    level: int = 0
    indent: int = 0
    style: str = ""
    lost: bool = False


class ListTree:
    """Builds the nodes of one section."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.stack: list[Node] = []
        self.paragraph: Node | None = None

    def build(self, items: Sequence[Item]) -> list[Node]:
        """A node for each item, in reading order."""
        for item in items:
            if item.kind in LISTS and item.listed:
                self._add_listed(item)
            elif item.kind in (ItemKind.NOISE, ItemKind.METADATA):
                self.nodes.append(Node(item))
            else:
                self._add_paragraph(item)
        return self.nodes

    def _append(self, node: Node) -> None:
        self.nodes.append(node)
        if node.parent is not None:
            node.parent.children.append(node)

    def _add_paragraph(self, item: Item) -> None:
        node = Node(item)
        lead = self.paragraph
        if item.kind is not ItemKind.TEXT:
            self.paragraph, self.stack = None, []
        elif self.stack and item.indent >= 2 and item.indent > self.stack[-1].item.indent:
            pass  # a second paragraph of a list item; the list goes on behind it
        elif lead and not self.stack and ends_open(lead.item.words) and may_hang_unmarked(item.words):
            node.parent = lead
        else:
            self.paragraph, self.stack = node, []
        self._append(node)

    def _add_listed(self, item: Item) -> None:
        node = Node(item, style=item.style)
        node.indent = max(item.indent, 1) if item.nested else item.indent
        parent = self._labelled_parent(node) if item.label else self._bullet_parent(node)
        if parent is None and self.paragraph and self._paragraph_leads(item):
            parent = self.paragraph
        node.parent = parent
        node.level = parent.level + 1 if parent else 1
        self.stack.append(node)
        self._append(node)

    def _paragraph_leads(self, item: Item) -> bool:
        """True where the paragraph above the list is its lead-in; decided by the list's first item."""
        assert self.paragraph is not None  # noqa: S101 - the caller has seen to it
        if self.paragraph.children:
            first = self.paragraph.children[0]
            return first.item.listed and bool(first.item.label) == bool(item.label)
        before = next((n for n in reversed(self.nodes) if n.item.content), None)
        if before is not self.paragraph:
            return False
        return leads(self.paragraph.item.words, item.words) or (
            ": " in self.paragraph.item.words and item.words[:1].islower()
        )

    def _pop_to(self, node: Node, *, keep: bool) -> Node | None:
        """Drop what stands deeper than ``node`` in the stack (and ``node``, unless kept); what is left on top."""
        at = next(i for i, n in enumerate(self.stack) if n is node)
        self.stack = self.stack[: at + keep]
        return node if keep else node.parent

    def _labelled_parent(self, node: Node) -> Node | None:
        self._settle_style(node)
        if node.style == "dotted":
            return self._dotted_parent(node)
        for entry in reversed(self.stack):
            if entry.style == node.style and node.indent <= entry.indent + 1:
                return self._pop_to(entry, keep=False)
        for entry in reversed(self.stack):
            opened = node.indent > entry.indent or bool(entry.item.label) or leads(entry.item.words, node.item.words)
            if opened and node.indent >= entry.indent and not node.item.inline:
                return self._pop_to(entry, keep=True)
        self.stack = []
        return None

    def _settle_style(self, node: Node) -> None:
        """(i) may be a letter: it is where (h) stands before it."""
        label = node.item.label
        if node.style.startswith("roman") and len(label) == 1:
            letters = node.style.replace("roman", "letter")
            if any(e.style == letters and ord(e.item.label) + 1 == ord(label) for e in self.stack):
                node.style = letters

    def _dotted_parent(self, node: Node) -> Node | None:
        prefixes = [e for e in self.stack if e.item.label and node.item.label.startswith(f"{e.item.label}.")]
        if prefixes:
            return self._pop_to(prefixes[-1], keep=True)
        self.stack = []
        return None

    def _bullet_parent(self, node: Node) -> Node | None:
        if self._goes_on_with_fragments(node):
            node.indent = self.stack[-1].indent
            return self._pop_to(self.stack[-1], keep=False)
        for entry in reversed(self.stack):
            if entry.item.label:
                if node.indent >= entry.indent:
                    node.lost = node.indent == entry.indent and entry.item.sign == node.item.sign
                    return self._pop_to(entry, keep=True)
            elif node.indent > entry.indent:
                node.lost = entry.lost
                return self._pop_to(entry, keep=not entry.lost)
            elif node.indent == entry.indent:
                deeper = node.item.rank > entry.item.rank and not (node.item.inline and entry.parent is not None)
                deeper = deeper and not node.item.nested
                if deeper or self._new_sign_under(entry, node):
                    return self._pop_to(entry, keep=True)
                if node.item.rank >= entry.item.rank or node.item.nested or not self._same_sign_above(node):
                    node.lost = entry.lost
                    return self._pop_to(entry, keep=False)
        self.stack = []
        return None

    def _new_sign_under(self, entry: Node, node: Node) -> bool:
        """True where a list with another bullet begins under an item that waits for one."""
        return (
            node.item.sign != entry.item.sign
            and not node.item.nested
            and ends_open(entry.item.words)
            and not self._same_sign_above(node)
        )

    def _same_sign_above(self, node: Node) -> bool:
        return any(e.item.sign == node.item.sign and e.indent <= node.indent for e in self.stack)

    def _goes_on_with_fragments(self, node: Node) -> bool:
        """True where a list of mere names goes on at an outer indent because a page ended in it."""
        last = self.stack[-1] if self.stack else None
        if last is None or last.parent is None or last.item.label or node.indent >= last.indent:
            return False
        names = not is_sentence(node.item.words) and not is_sentence(last.item.words)
        broken = node.item.gap or last.item.indent == node.item.indent
        return names and broken and ends_open(last.parent.item.words) and not ends_open(node.item.words)
