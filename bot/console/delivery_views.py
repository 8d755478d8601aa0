"""What did not arrive: replies that a platform would not take, and workspaces that belong to no school."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bot.console.console_page import reader
from bot.deliveries.attention import troubled_deliveries, unknown_workspaces
from bot.notifications.attention import troubled_sendings
from bot.questions.access import roles_by_school

PAGE_SIZE = 50


@never_cache
@login_required
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """The deliveries in trouble of the user's schools; all of them, and the unknown workspaces, to an administrator.

    Of notices each sees those that they may know of; whom one is for, only at their own schools.
    """
    now = timezone.now()
    is_administrator = isinstance(request.user, User) and request.user.is_superuser
    own = list(roles_by_school(request.user))
    schools = None if is_administrator else own
    context = {
        "page": Paginator(troubled_deliveries(now, schools), PAGE_SIZE).get_page(request.GET.get("page")),
        "unknown": unknown_workspaces(now)[:PAGE_SIZE] if is_administrator else [],
        "notices": troubled_sendings(reader(request), now)[:PAGE_SIZE],
        "own": own,
        "several_schools": schools is None or len(schools) > 1,
    }
    return render(request, "console/deliveries.html", context)
