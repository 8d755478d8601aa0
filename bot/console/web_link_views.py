"""Induction links: made, listed, printed and revoked in the console, and opened by whoever scans the poster."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bot.channels.database_threads import wait_for_database
from bot.channels.web import ROLE_NAMES
from bot.console.console_page import console_page
from bot.console.guess_limit import PAUSE, has_guessed_too_often, note_wrong_guess
from bot.console.policy_shelf import policy_shelf
from bot.console.web_access import PATIENCE, admit
from bot.console.web_link_forms import WebLinkForm
from bot.questions.access import schools_where
from bot.questions.models import WebLink
from bot.questions.web_links import (
    LINK_MAKERS,
    LinkNotPrintableError,
    find_open_link,
    link_code,
    make_link,
    revoke_link,
    visible_links,
)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(*LINK_MAKERS)
def web_links(request: HttpRequest) -> HttpResponse:
    """The links of the user's schools, and the form that makes one."""
    own = schools_where(request.user, *LINK_MAKERS)
    schools = [
        (each.profile.school, each.profile.name) for each in policy_shelf().schools() if each.profile.school in own
    ]
    form = WebLinkForm(request.POST or None, schools=schools)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        link = make_link(request.user, given["school"], label=given["label"], role=given["role"], days=given["days"])
        return redirect("web-link-poster", link_id=link.pk)
    context = {"links": visible_links(request.user), "form": form, "schools": schools, "access": _access()}
    return render(request, "console/web_links.html", context, status=422 if form.errors else 200)


@require_POST
@console_page(*LINK_MAKERS)
def web_link_revoke(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Revoke a link."""
    try:
        link = revoke_link(request.user, link_id)
    except WebLink.DoesNotExist:
        raise Http404 from None
    messages.success(request, f"The link “{link.label}” lets nobody in any more.")
    return redirect("web-links")


@require_safe
@console_page(*LINK_MAKERS)
def web_link_poster(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """A link as a page of A4 to print and hang up."""
    link = visible_links(request.user).filter(pk=link_id, revoked_at=None).first()
    school = policy_shelf().school(link.school) if link else None
    if link is None or school is None:
        raise Http404
    try:
        address = f"{settings.SIGNPOST.public_url}{reverse('web-link', args=[link_code(link)])}"
    except LinkNotPrintableError as error:
        messages.error(request, str(error))
        return redirect("web-links")
    context = {
        "link": link,
        "profile": school.profile,
        "lead": school.profile.safeguarding_lead,
        "deputies": school.profile.deputies,
        "address": address,
        "code": _qr_code(address),
        "role": ROLE_NAMES[link.role],
    }
    return render(request, "console/web_link_poster.html", context)


@never_cache
@require_safe
def open_link(request: HttpRequest, code: str) -> HttpResponse:
    """Let in whoever came by an open link; every other code is refused in the same words."""
    if has_guessed_too_often(request):
        response = render(request, "chat/link_refused.html", {"wait": True}, status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(PAUSE)
        return response
    try:
        link = wait_for_database(partial(find_open_link, code), PATIENCE)
    except (DatabaseError, TimeoutError):
        return render(request, "chat/link_refused.html", {"away": True}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if link is None:
        note_wrong_guess(request)
        return render(request, "chat/link_refused.html", status=HTTPStatus.NOT_FOUND)
    chat = reverse("chat", args=[link.school])
    response = HttpResponseRedirect(chat)
    admit(response, link, chat)
    return response


def _access() -> str:
    return str(settings.SIGNPOST.web_access)


def _qr_code(address: str) -> SafeString:
    """The address as an image within the page; dark on white in every colour scheme, for cameras."""
    made = segno.make(address, error="m", micro=False)
    return mark_safe(  # noqa: S308 (drawn by segno; nothing that anybody wrote stands in it)
        made.svg_inline(scale=8, border=4, dark="#000", light="#fff", svgclass="poster__code", omitsize=True)
    )
