"""One review item: the exchange, what was found, who else asked, and what a person may do about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bot.approved_answers.answer_access import offered_answers
from bot.channels.rendering.html import render_html
from bot.console.console_page import reader
from bot.console.exchange import answers_to, turns_before
from bot.console.posted_number import posted_keys
from bot.console.reply_preview import count_people, whom_it_reaches
from bot.console.review_forms import CategoryForm, CloseForm, NoteForm, OwnerForm, ReplyForm
from bot.console.search_findings import search_findings
from bot.datatypes.answer import Message
from bot.notifications.sendings import sendings_about
from bot.questions.access import access_review_item
from bot.questions.bulk_triage import assign_review_items
from bot.questions.item_notes import categorise_review_item, note_on_review_item
from bot.questions.lead_replies import reply_heading
from bot.questions.models import WAITING, ReviewItem
from bot.questions.review_groups import same_question_items, take_out_of_group
from bot.questions.sightings import seen_texts
from bot.questions.triage import (
    close_review_item,
    look_at_review_item,
    part_played,
    reopen_review_item,
    reply_to_all_who_asked,
)

_OTHERS_SHOWN = 200  # of those who asked the same


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show an item, or do what was asked for with it."""
    try:
        if request.method == "POST":
            return _act(request, access_review_item(request.user, item_id))
        return _show(request, look_at_review_item(request.user, item_id), ReplyForm())
    except ReviewItem.DoesNotExist:
        raise Http404 from None


def _act(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    do = request.POST.get("do", "")
    deed = _DEEDS.get(do)
    if do == "reply":
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return _show(request, item, form, status=422)
        deed = partial(_reply, form=form)
    if deed is None:
        raise Http404
    try:
        messages.success(request, deed(request, item))
    except ValueError as error:  # what was asked for cannot be done any more, or never could
        messages.error(request, str(error))
    return redirect("review-item", item_id=item.pk)


def _reply(request: HttpRequest, item: ReviewItem, form: ReplyForm) -> str:
    others = posted_keys(request.POST.get("others", "")) if request.POST.get("to") == "all" else ()
    text, category = form.cleaned_data["reply"], form.cleaned_data.get("category", "")
    answered = reply_to_all_who_asked(reader(request), item, text, category=category, others=others)
    return f"Answered: the reply goes to {whom_it_reaches(answered)}."


def _close(request: HttpRequest, item: ReviewItem) -> str:
    close_review_item(reader(request), item, category=request.POST.get("category", ""))
    return f"Item {item.pk} is closed."


def _reopen(request: HttpRequest, item: ReviewItem) -> str:
    reopen_review_item(reader(request), item)
    return f"Item {item.pk} is open again."


def _assign(request: HttpRequest, item: ReviewItem) -> str:
    """Give the item, and what asks the same, to somebody."""
    form = OwnerForm(item, request.POST.dict())
    if not form.is_valid():
        raise ValueError("This person may not see the item: choose somebody of the list.")
    return _give(request, item, form.chosen())


def _take(request: HttpRequest, item: ReviewItem) -> str:
    return _give(request, item, reader(request))


def _give(request: HttpRequest, item: ReviewItem, owner: User | None) -> str:
    waiting = same_question_items(reader(request), item).filter(status__in=WAITING)
    result = assign_review_items(reader(request), [item.pk, *waiting.values_list("pk", flat=True)], owner)
    if item.pk in result.left_out:
        raise ValueError(f"Nothing was changed: item {item.pk} is {result.left_out[item.pk]}.")
    return f"Item {item.pk} is yours." if owner == request.user else f"Item {item.pk} was given on."


def _note(request: HttpRequest, item: ReviewItem) -> str:
    note_on_review_item(reader(request), item, request.POST.get("note", ""))
    return "The note is kept."


def _categorise(request: HttpRequest, item: ReviewItem) -> str:
    categorise_review_item(reader(request), item, request.POST.get("category", ""))
    return "What it needed is kept."


def _set_apart(request: HttpRequest, item: ReviewItem) -> str:
    """Take an item of the same group out of it: this one, or another that the page shows."""
    chosen = posted_keys(request.POST.get("apart", ""))
    other = access_review_item(reader(request), next(iter(chosen), item.pk))
    take_out_of_group(reader(request), other)
    return f"Item {other.pk} stands alone now."


_DEEDS: dict[str, Callable[[HttpRequest, ReviewItem], str]] = {
    "close": _close,
    "reopen": _reopen,
    "assign": _assign,
    "take": _take,
    "note": _note,
    "categorise": _categorise,
    "set_apart": _set_apart,
}


def _show(request: HttpRequest, item: ReviewItem, form: ReplyForm, status: int = 200) -> HttpResponse:
    user = reader(request)
    same = list(same_question_items(user, item).select_related(None).select_related("question"))
    waiting = [one for one in same if one.status in WAITING]
    answers = answers_to(item.question)
    messages_shown = [Message.model_validate(message) for answer in answers for message in answer.payload]
    searched = next((answer.search for answer in reversed(answers) if answer.search), None)
    context = {
        "item": item,
        "question": item.question,
        "before": turns_before(user, item),
        "shown": _rendered(messages_shown),
        "may_be_meant": offered_answers(user, item.school, messages_shown),
        "search": search_findings(item.school, searched),
        "sendings": sendings_about(item),
        "seen": seen_texts([item.pk]),
        "is_waiting": item.status in WAITING,
        "others": [one for one in same if one.pk != item.pk][:_OTHERS_SHOWN],
        "askers": count_people(same).total(),
        "waiting_others": [one.pk for one in waiting if one.pk != item.pk],
        "reaches_all": whom_it_reaches(waiting),
        "reaches_one": whom_it_reaches([item]),
        "part": part_played(user, item),
        "heading": reply_heading(item) if item.reply else "",
        "form": form,
        "close_form": CloseForm(auto_id="close_%s"),
        "owner_form": OwnerForm(item),
        "note_form": NoteForm(initial={"note": item.note}),
        "category_form": CategoryForm(auto_id="category_%s", initial={"category": item.category}),
    }
    return render(request, "console/review_item.html", context, status=status)


def _rendered(shown: list[Message]) -> list[SafeString]:
    """What the asker saw, without its buttons."""
    return [render_html(message, public_url=settings.SIGNPOST.public_url, with_buttons=False) for message in shown]
