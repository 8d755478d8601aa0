"""The Content-Security-Policy header, which Django 5.2 does not set by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def content_security_policy(*form_targets: str, framed_by: Sequence[str] = ()) -> str:
    """The header's value: no inline script or style, nothing from elsewhere, no framing.

    :param form_targets: origins that a form of the page leads to by a redirect, besides the gateway's own.
    :param framed_by: origins of the websites that may show the page in a frame.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *form_targets)),
            "base-uri 'none'",
            " ".join(("frame-ancestors", *(framed_by or ("'none'",)))),
        )
    )


CONTENT_SECURITY_POLICY = content_security_policy()


class ContentSecurityPolicyMiddleware:
    """Adds the header to every response, without leaving the event loop for it."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Pass the request on and mark what comes back."""
        response = self.get_response(request)
        return _marked(response) if isinstance(response, HttpResponseBase) else _marked_later(response)


def _marked(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    return response


async def _marked_later(response: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    return _marked(await response)
