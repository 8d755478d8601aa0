"""What every page of the console has in common: it wants a signed-in person who plays the right part somewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from bot.questions.access import Role, schools_where
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry

View = Callable[..., HttpResponse]


def reader(request: HttpRequest) -> User:
    """Who is signed in; for views that let in nobody else."""
    return cast(User, request.user)


def console_page(*parts: Role) -> Callable[[View], View]:
    """Show a page to those who play any of ``parts`` at some school; to others it does not exist."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 (a view's own)
            if not schools_where(request.user, *parts):
                raise Http404
            return view(request, *args, **kwargs)

        return never_cache(login_required(guarded))

    return decorate


def looked_at(view: View, subject: str) -> View:
    """``view``, with each page that it shows to a signed-in person in the audit log as a look at ``subject``."""

    @wraps(view)
    def audited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 (a view's own)
        response = view(request, *args, **kwargs)
        if request.method == "GET" and request.user.is_authenticated and response.status_code == HTTPStatus.OK:
            write_audit_entry(request.user, AuditEntry.Action.LOOKED, "", subject)
        return response

    return audited
