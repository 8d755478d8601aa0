"""The review queue: what people asked and no policy answered, or what a person has to decide."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bot.channels.rendering.html import render_html
from bot.console.review_forms import CloseForm, ReplyForm
from bot.console.school_warnings import warnings_by_school
from bot.datatypes.answer import Message
from bot.notifications.sendings import sendings_about, unsent_about
from bot.questions.access import access_review_item, roles_by_school, visible_review_items
from bot.questions.models import ReviewItem
from bot.questions.sightings import seen_texts
from bot.questions.triage import (
    ReviewItemClosedError,
    close_review_item,
    look_at_review_item,
    reply_to_review_item,
)

PAGE_SIZE = 50


@never_cache
@login_required
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """The items of the schools the user belongs to, newest first."""
    schools = list(roles_by_school(request.user))
    status = request.GET.get("status", ReviewItem.Status.OPEN)
    school = request.GET.get("school", "")
    items = visible_review_items(request.user)
    if status in ReviewItem.Status.values:
        items = items.filter(status=status)
    if school:
        items = items.filter(school=school)
    page = Paginator(items, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "schools": schools,
        "status": status,
        "school": school,
        "statuses": ReviewItem.Status,
        "warnings": warnings_by_school(schools),
        "unsent": unsent_about(visible_review_items(request.user)).count(),
    }
    return render(request, "console/review_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One item: the question, what was shown, and the forms that close it."""
    try:
        if request.method == "POST":
            return _close(request, access_review_item(request.user, item_id))
        return _show(request, look_at_review_item(request.user, item_id), ReplyForm())
    except ReviewItem.DoesNotExist:
        raise Http404 from None


def _close(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    replies = request.POST.get("do") == "reply"
    form = ReplyForm(request.POST) if replies else CloseForm(request.POST)
    if not form.is_valid():
        return _show(request, item, form if replies else ReplyForm(), status=422)
    category = form.cleaned_data["category"]
    try:
        if replies:
            reply_to_review_item(request.user, item, form.cleaned_data["reply"], category=category)
        else:
            close_review_item(request.user, item, category=category)
        messages.success(request, f"Item {item.pk} is closed.")
    except ReviewItemClosedError as error:
        messages.error(request, str(error))
    return redirect("review-item", item_id=item.pk)


def _show(request: HttpRequest, item: ReviewItem, form: CloseForm, status: int = 200) -> HttpResponse:
    answer = getattr(item.question, "answer", None)
    context = {"item": item, "question": item.question, "form": form, "close_form": CloseForm(auto_id="close_%s")}
    context["shown"] = _rendered(answer.payload) if answer else []
    context["sendings"] = sendings_about(item)
    context["seen"] = seen_texts([item.pk])
    return render(request, "console/review_item.html", context, status=status)


def _rendered(payload: list[object]) -> list[SafeString]:
    """What the asker saw, without its buttons."""
    shown = (Message.model_validate(message) for message in payload)
    return [render_html(message, public_url=settings.SIGNPOST.public_url, with_buttons=False) for message in shown]
