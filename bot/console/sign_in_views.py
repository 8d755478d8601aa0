"""The pages of allauth that lead on to a school's directory, allowed to by their headers; and the invitation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.account.views import login
from allauth.socialaccount.providers.openid_connect.views import login as directory_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bot.accounts.invitations import (
    InvitationClosedError,
    accept_invitation,
    accept_with_password,
    account_of,
    find_invitation,
)
from bot.accounts.models import Invitation
from bot.console.account_forms import FirstPasswordForm
from bot.console.console_page import reader
from bot.console.security_headers import content_security_policy
from bot.questions.access import Role


def leads_to_directories(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """``view``, with a header that lets its forms lead to the directories that are set up."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 (a view's own)
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = content_security_policy(*_directories())
        return response

    return marked


def _directories() -> list[str]:
    servers = [app["settings"]["server_url"] for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]]
    return [f"{server.scheme}://{server.netloc}" for server in map(urlsplit, servers)]


sign_in = leads_to_directories(login)
sign_in_with_directory = leads_to_directories(directory_login)


@leads_to_directories
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """An invitation's link: choose a password, or sign in, and the part is yours."""
    try:
        found = find_invitation(_key(request))
        if account_of(found.email) is None:
            return _new_account(request, found)
        return _known_account(request, found)
    except InvitationClosedError as error:
        return render(request, "accounts/closed.html", {"reason": error}, status=HTTPStatus.NOT_FOUND)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key") or request.GET.get("key", "")


def _page(request: HttpRequest, found: Invitation, status: int = HTTPStatus.OK, **more: object) -> HttpResponse:
    context = {"invitation": found, "key": _key(request)} | more
    return render(request, "accounts/invitation.html", context, status=status)


def _new_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = FirstPasswordForm(request.POST or None, email=found.email)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return _page(request, found, status, form=form)
    accept_with_password(found, form.cleaned_data["password1"])
    messages.success(request, f"Your account is ready. Sign in as {found.email}.")
    return redirect("account_login")


def _known_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    is_theirs = request.user.is_authenticated and account_of(found.email) == request.user
    if request.method == "POST" and is_theirs:
        accept_invitation(found, reader(request))
        messages.success(request, f"You are now {Role(found.role).label.lower()} at {found.school}.")
        return redirect("console")
    return _page(request, found, is_theirs=is_theirs)
