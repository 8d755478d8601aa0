"""A signed cookie that ties a browser to one school: an id, which nobody can guess, and a role."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class SchoolCookie:
    """One such cookie: its ``name``, and the ``salt`` that keeps its signature apart from others'."""

    name: str
    salt: str

    def read(self, request: HttpRequest, school: str) -> tuple[str, str] | None:
        """The id and the role (it may be empty), or None: no cookie of ``school``, an old one, or not signed by us."""
        signed = request.get_signed_cookie(self.name, default="", salt=self.salt, max_age=settings.SESSION_COOKIE_AGE)
        theirs, _, rest = (signed or "").partition(" ")
        identifier, _, role = rest.partition(" ")
        return (identifier, role) if theirs == school and identifier else None

    def keep(self, response: HttpResponse, school: str, identifier: str, role: str, *, path: str) -> None:
        """Have the browser remember them for the addresses below ``path``."""
        response.set_signed_cookie(
            self.name,
            f"{school} {identifier} {role}",
            salt=self.salt,
            path=path,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
