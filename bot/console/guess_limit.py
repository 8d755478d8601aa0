"""Slows whoever tries codes of induction links: so many wrong ones from one address, then a pause."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

WRONG_LIMIT = 20  # wrong codes from one address
PAUSE = 600  # seconds until they are forgotten


def has_guessed_too_often(request: HttpRequest) -> bool:
    """Whether this address has to wait."""
    return bool(cache.get(_key(request), 0) >= WRONG_LIMIT)


def note_wrong_guess(request: HttpRequest) -> None:
    """Count one more wrong code."""
    if not cache.add(_key(request), 1, PAUSE):
        cache.incr(_key(request))


def _key(request: HttpRequest) -> str:
    return f"web_link_guesses:{request.META.get('REMOTE_ADDR', '')}"
