"""Numbers that a browser sent, which may be anything."""

from __future__ import annotations

KEY_DIGITS = 18  # what fits into a key


def posted_number(text: str, digits: int = KEY_DIGITS) -> int | None:
    """The whole number that ``text`` is, of so many digits at most; None where it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if is_number else None


def posted_keys(text: str) -> list[int]:
    """The keys that ``text`` names, in order; what is none is left out."""
    numbers = map(posted_number, text.split())
    return [number for number in numbers if number is not None]
