"""A text that is too long for one place, cut between words into pieces that give it back when joined."""

from __future__ import annotations


def split_into_pieces(text: str, limit: int) -> list[str]:
    """``text`` in pieces of at most ``limit`` characters: cut after a space or a line's end if there is one."""
    pieces = []
    while len(text) > limit:
        cut = max(text.rfind("\n", 0, limit), text.rfind(" ", 0, limit)) + 1 or limit
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def numbered_pieces(text: str, limit: int) -> list[tuple[str, str]]:
    """The pieces of ``text``, each with what tells it from the others: " (part 1 of 2)"; nothing where there is one."""
    pieces = split_into_pieces(text, limit)
    if len(pieces) == 1:
        return [(text, "")]
    return [(piece, f" (part {place} of {len(pieces)})") for place, piece in enumerate(pieces, start=1)]
