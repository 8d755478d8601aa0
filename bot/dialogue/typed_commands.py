"""What a person types is never a command. Rasa takes a text that begins with "/" as an intent, entities and all."""

from __future__ import annotations

import unicodedata

# Everything that is, or that NFKC or a careless eye makes, a leading slash.
SLASHES = frozenset("/／⁄∕⧸╱⟋／﹨\\＼")


def _is_invisible(character: str) -> bool:
    """White space, control, format (zero width, direction marks, BOM), variation selector or unassigned."""
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs"}


def without_command_prefix(text: str) -> str:
    """``text`` without what could make Rasa read a command: leading slashes and what hides before or between them.

    A text that begins with no slash comes back as it is, apart from leading characters nobody can see.
    """
    start = 0
    while start < len(text) and (text[start] in SLASHES or _is_invisible(text[start])):
        start += 1
    return text[start:]
