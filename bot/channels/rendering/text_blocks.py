"""Plain text as paragraphs and lists, so that a fixed text reads well wherever it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+(?P<text>\S.*)$")


@dataclass(frozen=True)
class TextBlock:
    """A paragraph (one line each) or a list (an item each); ``ordered`` where the items were numbered."""

    lines: tuple[str, ...]
    is_list: bool = False
    ordered: bool = False


def _block(line: str) -> TextBlock:
    item = _ITEM.match(line)
    if item is None:
        return TextBlock((line.strip(),))
    return TextBlock((item["text"].strip(),), is_list=True, ordered=line.lstrip()[0].isdigit())


def split_text(text: str) -> list[TextBlock]:
    """The paragraphs and lists of ``text``: a line is a paragraph, neighbouring items make one list."""
    blocks: list[TextBlock] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        block = _block(line)
        last = blocks[-1] if blocks else None
        if block.is_list and last is not None and last.is_list and last.ordered == block.ordered:
            blocks[-1] = TextBlock(last.lines + block.lines, is_list=True, ordered=block.ordered)
        else:
            blocks.append(block)
    return blocks
