"""Who may enter a school's web chat: everybody, or whoever came by an induction link or is signed in.

By which link somebody came stands in a signed cookie. It is looked up at each request, so that revoking a link shuts
its people out at once; while the database is down the signature alone counts, for the page has to go on
saying whom to call.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse

from bot.channels.database_threads import wait_for_database
from bot.channels.school_cookie import SchoolCookie
from bot.questions.access import roles_by_school
from bot.questions.models import WebLink
from bot.questions.web_links import is_open_link

PATIENCE = 1.0  # seconds that the database has to answer

_COOKIE = SchoolCookie("signpost_access", salt="bot.console.web_access")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Admission:
    """By which link a browser came to a school, and as what."""

    link: UUID
    role: str


def find_admission(request: HttpRequest, school: str) -> Admission | None:
    """What the browser's cookie says, if we signed it in the last working day; not whether the link is still open."""
    kept = _COOKIE.read(request, school)
    return Admission(UUID(kept[0]), kept[1]) if kept else None


def admit(response: HttpResponse, link: WebLink, path: str) -> None:
    """Have the browser remember, for the addresses below ``path``, that it came by ``link``."""
    _COOKIE.keep(response, link.school, str(link.pk), link.role, path=path)


def may_enter(request: HttpRequest, school: str, admission: Admission | None) -> bool:
    """Whether the chat of ``school`` is open to this browser, which came by ``admission`` if by any."""
    if settings.SIGNPOST.web_access == "open":
        return True
    try:
        return wait_for_database(partial(_is_known, request, school, admission), PATIENCE)
    except (DatabaseError, TimeoutError) as error:
        _log.error("Who may enter the chat cannot be looked up (%s): look at the database.", type(error).__name__)
        return admission is not None


def _is_known(request: HttpRequest, school: str, admission: Admission | None) -> bool:
    if admission is not None and is_open_link(admission.link, school):
        return True
    return school in roles_by_school(request.user)
