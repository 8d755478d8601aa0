"""What somebody typed, made fit for the dialogue. The record keeps it as it came."""

from __future__ import annotations

import unicodedata

_NOTHING_LEFT = "?"
# Slashes to Unicode, or to the eye; NFKC makes slashes of some more.
_SLASHES = "/⁄∕⧸╱⟋\\"
# Control, format and unassigned characters, separators, and marks that stand on the character before them.
_UNSEEN = ("C", "Z", "M")


def neutralise_commands(text: str) -> str:
    """``text`` without what would make the dialogue take it for a command.

    A dialogue takes a message that begins with a slash as an intent, with entities and all, whatever kind of
    slash it becomes on normalisation and whatever white space or invisible character stands before it.
    """
    start = 0
    while start < len(text) and _is_command_prefix(text[start]):
        start += 1
    return text[start:] or _NOTHING_LEFT


def _is_command_prefix(character: str) -> bool:
    if character.isspace() or unicodedata.category(character).startswith(_UNSEEN):
        return True
    return unicodedata.normalize("NFKC", character).lstrip()[:1] in tuple(_SLASHES)


def has_words(text: str) -> bool:
    """Whether there is anything to be seen in ``text``."""
    return any(not unicodedata.category(character).startswith(("C", "Z")) for character in text)
