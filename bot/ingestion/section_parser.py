"""Headings to sections: how deep each stands, what encloses it, whom it addresses."""

from __future__ import annotations

from collections.abc import Sequence

from bot.datatypes.policy import Section
from bot.ingestion.audience import NOBODY, groups_of_own_name, groups_of_title, in_order, summary
from bot.ingestion.document_splitter import resumes
from bot.ingestion.item_reader import APPENDIX
from bot.ingestion.items import Item, ItemKind
from bot.ingestion.line_kinds import is_part_title


class SectionParser:
    """Reads the sections of one policy from its items."""

    def __init__(self, items: Sequence[Item], title: str) -> None:
        self.items = items
        self.titles = [i for i in items if i.kind is ItemKind.TITLE]
        # The longer form of a policy's name may stand as the first heading.
        cover = groups_of_own_name(self.titles[0].words) if self.titles else NOBODY
        self.whole = groups_of_title(title, NOBODY) or cover
        self.top = min((i.hashes for i in self.titles if i.hashes), default=1)
        self.numbers = [int(t.label) if t.label.isdecimal() else None for t in self.titles]
        self.sections: list[Section] = []
        self.inner = False
        self.last = 0

    def parse(self) -> tuple[list[Section], list[int]]:
        """The sections, and for each item the index of the section it belongs to."""
        places: list[int] = []
        seen = 0
        for item in self.items:
            if item.kind is ItemKind.TITLE:
                self._open(item, seen)
                seen += 1
            elif not self.sections:
                self.sections.append(Section(line=item.line, audience=summary(self.whole), binds=in_order(self.whole)))
            places.append(len(self.sections) - 1)
        return self.sections, places

    def _open(self, item: Item, seen: int) -> None:
        parent, level = self._place(item, seen)
        above = frozenset(self.sections[parent].binds) if parent is not None else self.whole
        binds = in_order(groups_of_title(item.words, above))
        self.sections.append(
            Section(
                number=item.label,
                title=item.words,
                level=level,
                parent=parent,
                line=item.line,
                audience=summary(binds),
                binds=binds,
            )
        )

    def _place(self, item: Item, seen: int) -> tuple[int | None, int]:
        """The index of the enclosing section, and the level."""
        if item.hashes:
            level = item.hashes - self.top + 1
            return self._enclosing(level), level
        if item.label:
            return self._numbered_place(item, seen)
        level = self._plain_level(item, seen)
        return self._enclosing(level), level

    def _numbered_place(self, item: Item, seen: int) -> tuple[int | None, int]:
        number = self.numbers[seen]
        if item.depth == 1 and number is not None:
            self.inner = self._is_inner(number, seen)
            if self.inner:
                return self._enclosing(2), 2
            self.last = number
            return None, 1
        prefix = item.label.rsplit(".", 1)[0]
        for index in range(len(self.sections) - 1, -1, -1):
            if self.sections[index].number == prefix:
                return index, self.sections[index].level + 1
        return None, max(1, item.depth)

    def _is_inner(self, number: int, seen: int) -> bool:
        """True for a number of a row of its own inside a section (5, then 1, 2, then 6)."""
        if number == 1 and self.last:
            return resumes(self.numbers, seen, self.last)
        return self.inner and number != self.last + 1

    def _plain_level(self, item: Item, seen: int) -> int:
        """The level of a heading without number: 1, unless the headings around it say that it stands deeper."""
        if APPENDIX.match(item.words):
            return 1
        current = next((s for s in reversed(self.sections) if s.number), None)
        if current is not None:
            return current.level + 1 if self._goes_on(item, seen) else 1
        if is_part_title(item.words) or item.words.isupper():
            return 1
        above = [t for t in self.titles[:seen] if not t.label and not t.hashes]
        return 2 if any(t.words.isupper() or is_part_title(t.words) for t in above) else 1

    def _goes_on(self, item: Item, seen: int) -> bool:
        """True where the numbers go on behind a heading without one, so that it belongs under the last number."""
        if any(n is not None and n > self.last for n in self.numbers[seen:]):
            return True
        following = self.items[list(self.items).index(item) + 1 :]
        label = next((i.label for i in following if i.kind is ItemKind.TEXT and "." in i.label), "")
        return any(s.number and label.startswith(f"{s.number}.") for s in self.sections)

    def _enclosing(self, level: int) -> int | None:
        for index in range(len(self.sections) - 1, -1, -1):
            if self.sections[index].level < level and self.sections[index].title:
                return index
        return None
