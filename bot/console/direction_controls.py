"""No page holds a character that turns the direction of what follows, and so shows it otherwise than it is written.

What people ask, what policies say, and the names of documents and schools may hold one; Slack and Teams are sent none
either (``bot.channels.rendering.plain_text``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from bot.channels.rendering.plain_text import DIRECTION_CONTROLS

_AS_BYTES = [character.encode() for character in sorted(DIRECTION_CONTROLS)]


class DirectionControlsMiddleware:
    """Takes these characters off every page and piece of a page, without leaving the event loop for it."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Pass the request on and clean what comes back."""
        response = self.get_response(request)
        return _cleaned(response) if isinstance(response, HttpResponseBase) else _cleaned_later(response)


def _cleaned(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
        content = response.content
        for character in _AS_BYTES:
            content = content.replace(character, b"")
        if content != response.content:
            response.content = content
    return response


async def _cleaned_later(response: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    return _cleaned(await response)
