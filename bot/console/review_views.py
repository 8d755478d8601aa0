"""The review queue: what people asked and no policy answered, or what a person has to decide."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bot.console.console_page import reader
from bot.console.posted_number import posted_keys
from bot.console.review_filter import ReviewFilter, counts_by_status
from bot.console.review_forms import CATEGORIES
from bot.console.review_rows import review_page, review_rows
from bot.console.school_warnings import warnings_by_school
from bot.notifications.sendings import unsent_about
from bot.questions.access import roles_by_school, visible_review_items
from bot.questions.bulk_triage import BulkResult, assign_review_items, categorise_review_items, close_review_items

_MOST_AT_ONCE = 1000  # items


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_list(request: HttpRequest) -> HttpResponse:
    """The items of the schools the user belongs to, a row for each question; a form deals with several at once."""
    if request.method == "POST":
        return _deal_with(request)
    visible = visible_review_items(request.user)
    schools = list(roles_by_school(request.user))
    form = ReviewFilter(request.GET, request.user, visible)
    items = form.narrow(visible)
    page = review_page(items, form.order, request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": review_rows(items, page),
        "counts": counts_by_status(visible, form.asked("school")),
        "query": urlencode({name: form.asked(name) for name in form.fields if form.asked(name)}),
        "categories": CATEGORIES,
        "schools": schools,
        "warnings": warnings_by_school(schools),
        "unsent": unsent_about(visible).count(),
    }
    return render(request, "console/review_list.html", context)


def _deal_with(request: HttpRequest) -> HttpResponse:
    """Deal with the rows that were chosen, and show the same list again."""
    chosen = posted_keys(" ".join(request.POST.getlist("row")))
    deal_with = _deeds(request).get(request.POST.get("do", ""))
    if deal_with is None or not chosen:
        messages.error(request, "Choose one item at least, then what to do with it.")
    else:
        _report(request, deal_with, chosen[:_MOST_AT_ONCE])
    return HttpResponseRedirect(f"{request.path}?{request.GET.urlencode()}")


def _deeds(request: HttpRequest) -> dict[str, Callable[[list[int]], BulkResult]]:
    user, category = reader(request), request.POST.get("category", "")
    return {
        "take": lambda items: assign_review_items(user, items, user),
        "give_back": lambda items: assign_review_items(user, items, None),
        "categorise": lambda items: categorise_review_items(user, items, category),
        "close": lambda items: close_review_items(user, items, category=category),
    }


def _report(request: HttpRequest, deal_with: Callable[[list[int]], BulkResult], chosen: list[int]) -> None:
    try:
        result = deal_with(chosen)
    except ValueError as error:
        messages.error(request, f"Nothing was changed. {error}")
        return
    number = len(result.done)
    messages.success(request, f"Done for {number} {'question' if number == 1 else 'questions'}.")
    for why in dict.fromkeys(result.left_out.values()):
        items = ", ".join(str(item) for item, reason in result.left_out.items() if reason == why)
        messages.warning(request, f"Left out: item {items} ({why}).")
