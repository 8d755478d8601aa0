"""What counts as one person who tries to sign in: the name as typed, without regard to capitals."""

from __future__ import annotations

from django.http import HttpRequest


def name_tried(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """The name that failures are counted under, together with the address they come from."""
    tried = (credentials or {}).get("username") or request.POST.get("login", "")
    return tried.strip().casefold()
