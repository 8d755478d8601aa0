"""The page of what goes next and of the holds that keep something from going."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bot.console.console_page import console_page, reader
from bot.console.keeping_forms import HoldForm
from bot.questions.access import Role, schools_where
from bot.questions.models import ReviewItem
from bot.retention.holds import HOLDERS, hold_item, hold_period, hold_person, release_hold, visible_holds
from bot.retention.models import ErasingRun, LegalHold
from bot.retention.person import find_person
from bot.retention.schedule import DueKind, preview_for

KEEPING_READERS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD, Role.CHAIR, Role.ADMINISTRATOR)
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(*KEEPING_READERS)
def keeping(request: HttpRequest) -> HttpResponse:
    """What goes in the next week and month, as far as the reader may know of it, and the holds they may see."""
    schools = schools_where(request.user, *HOLDERS)
    if request.method != "POST":
        return _show(request, HoldForm(schools=schools))
    if not schools:
        raise Http404
    form = HoldForm(request.POST, schools=schools)
    if form.is_valid() and _place(request, form):
        messages.success(request, "It is kept until the hold is released.")
        return redirect("keeping")
    return _show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _place(request: HttpRequest, form: HoldForm) -> bool:
    """Place the hold that was asked for; False with an error in the form where that cannot be."""
    given, user = form.cleaned_data, reader(request)
    try:
        if given["about"] == LegalHold.About.ITEM:
            hold_item(user, given["item"], given["reason"])
        elif given["about"] == LegalHold.About.PERSON:
            hold_person(user, find_person(given["school"], **form.names()), given["reason"])
        else:
            hold_period(user, given["school"], *form.days(), given["reason"])
    except ReviewItem.DoesNotExist:
        form.add_error("item", "There is no such item.")
    except (PermissionError, ValueError) as error:
        form.add_error(None, str(error))
    return form.is_valid()


def _show(request: HttpRequest, form: HoldForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form,
        "may_hold": bool(schools_where(request.user, *HOLDERS)),
        "holds": visible_holds(request.user),
        "kinds": [_row(kind, now) for kind in preview_for(request.user, now, now + MONTH)],
        "last": ErasingRun.objects.filter(pk=1).first(),
    }
    return render(request, "console/keeping.html", context, status=status)


def _row(found: DueKind, now: datetime) -> dict[str, object]:
    """A kind with what goes of it: this week and this month in all, and each day."""
    week = timezone.localdate(now + WEEK)
    in_week = sum(one.count for one in found.due if one.day <= week)
    return {"kind": found.kind, "week": in_week, "month": found.count, "due": found.due}


@require_POST
@console_page(*HOLDERS)
def hold_release(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Release a hold."""
    try:
        release_hold(reader(request), hold_id)
    except LegalHold.DoesNotExist:
        raise Http404 from None
    messages.success(request, "The hold is released: what it kept goes when its time is over.")
    return redirect("keeping")
