"""How long the console stays signed in, and that nobody uses it without a second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

CONSOLE = "/console/"
# What somebody without a second factor may still do.
SETTING_UP = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout"})
JUST_NOW = 5 * 60  # seconds for which the password that somebody signed in with counts as given again
_SEEN_EVERY = 60  # seconds between two notes of when somebody was last there, each of which costs a write

_SIGNED_IN_AT = "console_signed_in_at"
_SEEN_AT = "console_seen_at"


def mark_session(*, request: HttpRequest, **_signal: Any) -> None:  # noqa: ANN401 (the signal's own)
    """Note when the session was signed in."""
    request.session[_SIGNED_IN_AT] = request.session[_SEEN_AT] = time.time()


def signed_in_just_now(request: HttpRequest) -> bool:
    """Whether the session was signed in within ``JUST_NOW``."""
    return bool(time.time() - request.session.get(_SIGNED_IN_AT, 0) < JUST_NOW)


class ConsoleSessionMiddleware:
    """Ends sessions that are idle or old, and leads whoever has no second factor to setting one up."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on if it may go on as it is."""
        if not request.path_info.startswith(CONSOLE) or not request.user.is_authenticated:
            return self.get_response(request)
        return _end(request) or _set_up(request) or self.get_response(request)


def _end(request: HttpRequest) -> HttpResponse | None:
    now, session = time.time(), request.session
    idle = now - session.get(_SEEN_AT, 0)
    if idle < settings.SIGNPOST.session_idle * 60:
        if now - session.get(_SIGNED_IN_AT, 0) < settings.SIGNPOST.session_length * 60:
            if idle > _SEEN_EVERY:
                session[_SEEN_AT] = now
            return None
    get_adapter().logout(request)
    messages.info(request, "You were signed out because some time had passed. Please sign in again.")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def _set_up(request: HttpRequest) -> HttpResponse | None:
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]) or _name(request.path_info) in SETTING_UP:
        return None
    return redirect("mfa_activate_totp")


def _name(path: str) -> str | None:
    try:
        return resolve(path).url_name
    except Resolver404:
        return None
