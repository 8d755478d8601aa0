"""What did not arrive: replies that a platform would not take, and workspaces that belong to no school."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bot.console.console_page import console_page, reader
from bot.deliveries.attention import DELIVERY_READERS, unknown_workspaces, visible_deliveries
from bot.notifications.attention import troubled_sendings
from bot.questions.access import Role, roles_by_school, schools_where

PAGE_SIZE = 50
# The chair is told of concerns about the head, and has to see where such a notice did not arrive.
DELIVERY_PAGE_READERS = (*DELIVERY_READERS, Role.CHAIR)


@require_safe
@console_page(*DELIVERY_PAGE_READERS)
def deliveries(request: HttpRequest) -> HttpResponse:
    """The deliveries in trouble that are the user's to see; to an administrator the unknown workspaces too."""
    now, user = timezone.now(), reader(request)
    is_administrator = bool(schools_where(user, Role.ADMINISTRATOR))
    context = {
        "page": Paginator(visible_deliveries(user, now), PAGE_SIZE).get_page(request.GET.get("page")),
        "unknown": unknown_workspaces(now)[:PAGE_SIZE] if is_administrator else [],
        "notices": troubled_sendings(user, now)[:PAGE_SIZE],
        "own": list(roles_by_school(user)),
        "several_schools": is_administrator or len(schools_where(user, *DELIVERY_PAGE_READERS)) > 1,
    }
    return render(request, "console/deliveries.html", context)
