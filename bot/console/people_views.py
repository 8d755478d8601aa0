"""The administrator's page: who plays which part at a school, and inviting somebody."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bot.accounts.invitations import (
    InvitationClosedError,
    invitation_link,
    invite,
    open_invitations,
    withdraw_invitation,
)
from bot.accounts.second_factor import forget_second_factor
from bot.console.account_forms import InviteForm
from bot.console.console_page import console_page, reader
from bot.console.posted_number import posted_number
from bot.questions.access import Role, schools_where
from bot.questions.membership import take_part
from bot.questions.models import SchoolMembership


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """The people of the schools that the reader administers; a form for each thing that can be done."""
    if request.method != "POST":
        return _show(request, _form(request))
    do = {"invite": _invite, "withdraw": _withdraw, "take": _take, "forget": _forget}.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return do(request)


def _form(request: HttpRequest, *, bound: bool = False) -> InviteForm:
    own = {name.casefold() for name in (reader(request).get_username(), reader(request).email) if name}
    data = request.POST if bound else None
    return InviteForm(data, schools=schools_where(request.user, Role.ADMINISTRATOR), own=own)


def _invite(request: HttpRequest) -> HttpResponse:
    form = _form(request, bound=True)
    if not form.is_valid():
        return _show(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    invitation, secret = invite(**form.cleaned_data, by=reader(request))
    return _show(request, _form(request), made=invitation, link=invitation_link(secret))


def _withdraw(request: HttpRequest) -> HttpResponse:
    invitation = open_invitations().filter(school__in=schools_where(request.user, Role.ADMINISTRATOR))
    found = invitation.filter(pk=_number(request, "invitation")).first()
    if found is None:
        raise Http404
    try:
        withdraw_invitation(found, by=reader(request))
        messages.success(request, f"The invitation of {found.email} is withdrawn.")
    except InvitationClosedError as error:
        messages.error(request, str(error))
    return redirect("people")


def _take(request: HttpRequest) -> HttpResponse:
    membership = _others_part(request)
    take_part(membership, by=reader(request))
    name, part = membership.user.get_username(), Role(membership.role).label.lower()
    messages.success(request, f"{name} is no longer {part} at {membership.school}.")
    return redirect("people")


def _forget(request: HttpRequest) -> HttpResponse:
    user = _others_part(request).user
    forget_second_factor(user, by=reader(request))
    messages.success(request, f"{user.get_username()} sets up a second factor at the next sign-in.")
    return redirect("people")


def _others_part(request: HttpRequest) -> SchoolMembership:
    """Somebody else's part at a school that the reader administers."""
    found = _parts(request).exclude(user_id=request.user.pk).filter(pk=_number(request, "part")).first()
    if found is None:
        raise Http404
    return found


def _parts(request: HttpRequest) -> QuerySet[SchoolMembership]:
    parts = SchoolMembership.objects.filter(school__in=schools_where(request.user, Role.ADMINISTRATOR))
    return parts.select_related("user").order_by("school", "user__username", "role")


def _number(request: HttpRequest, name: str) -> int:
    return posted_number(request.POST.get(name, "")) or 0


def _show(request: HttpRequest, form: InviteForm, status: int = HTTPStatus.OK, **made: object) -> HttpResponse:
    invitations = open_invitations().filter(school__in=schools_where(request.user, Role.ADMINISTRATOR))
    context = {"parts": _parts(request), "invitations": invitations.order_by("school", "email"), "form": form} | made
    return render(request, "console/people.html", context, status=status)
