"""Approved answers: the list, and the page on which one is written, published, renewed and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from bot.answering.approved_text import approved_heading
from bot.answering.notices import answers_notice
from bot.approved_answers.answer_access import (
    PUBLISHERS,
    access_answer,
    access_origin,
    answer_history,
    publishing_part,
    suggested_phrasings,
    visible_answers,
)
from bot.approved_answers.answer_book import compose_answer
from bot.approved_answers.answer_clauses import SchoolClauses, then_and_now
from bot.approved_answers.answer_lapses import record_all_lapses
from bot.approved_answers.answer_writing import (
    AnswerChangedError,
    AnswerContentError,
    change_answer,
    create_answer,
    renew_answer,
    withdraw_answer,
)
from bot.approved_answers.models import ApprovedAnswer
from bot.channels.rendering.html import render_html
from bot.console.approved_forms import AnswerFilter, AnswerForm, answer_fields, new_answer_fields
from bot.console.audit_rows import audit_rows
from bot.console.console_page import console_page, reader
from bot.console.policy_shelf import policy_shelf
from bot.console.posted_number import posted_number
from bot.console.school_names import school_choices
from bot.index.clause_store import ClauseStore
from bot.questions.access import schools_where
from bot.questions.models import ReviewItem

PAGE_SIZE = 50
_FOUND = 8  # clauses that a search shows
Status = ApprovedAnswer.Status


def clause_store() -> ClauseStore:
    """The clauses as they stand in the index."""
    return ClauseStore(settings.SIGNPOST.index)


def own_schools(request: HttpRequest) -> list[tuple[str, str]]:
    """The schools whose answers the reader may approve, with their names."""
    return school_choices(schools_where(request.user, *PUBLISHERS))


@require_safe
@console_page(*PUBLISHERS)
def approved_answers(request: HttpRequest) -> HttpResponse:
    """The answers of the reader's schools: first those that need a look, then the others that were asked for."""
    schools = own_schools(request)
    record_all_lapses(clause_store(), [school for school, _ in schools])
    form = AnswerFilter(request.GET, schools=schools)
    answers = visible_answers(request.user)
    page = Paginator(form.narrow(answers), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lapsed": answers.filter(status=Status.LAPSED),
        "several_schools": len(schools) > 1,
        "query": urlencode({name: value for name, value in request.GET.items() if name in form.fields}),
    }
    return render(request, "console/approved_answers.html", context)


@dataclass
class _Desk:
    """One page of writing: what is on it, and where it comes from."""

    request: HttpRequest
    answer: ApprovedAnswer | None = None
    item: ReviewItem | None = None
    clause_ids: list[str] = field(default_factory=list)

    @property
    def posted_clauses(self) -> list[str]:
        return list(dict.fromkeys(self.request.POST.getlist("clauses")))

    def form(self, data: object = None, initial: dict[str, object] | None = None) -> AnswerForm:
        """The form; of an answer that is there, the school stays."""
        held = self.answer or self.item
        schools = [one for one in own_schools(self.request) if held is None or one[0] == held.school]
        return AnswerForm(data, initial=initial, schools=schools)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(*PUBLISHERS)
def approved_new(request: HttpRequest) -> HttpResponse:
    """A new answer, from a reply of the queue or from nothing."""
    desk = _Desk(request, item=_origin(request))
    if request.method == "POST":
        return _write(desk)
    fields = new_answer_fields()
    if desk.item:
        phrasings = suggested_phrasings(request.user, desk.item)
        fields = new_answer_fields(desk.item.question.text, phrasings, desk.item.reply)
    return _show(desk, desk.form(initial=fields))


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(*PUBLISHERS)
def approved_answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """One answer: what it says, what became of its clauses, its history, and what can be done with it."""
    try:
        record_all_lapses(clause_store(), [access_answer(request.user, answer_id).school])
        answer = access_answer(request.user, answer_id)
    except ApprovedAnswer.DoesNotExist:
        raise Http404 from None
    desk = _Desk(request, answer=answer, item=_origin(request))
    if desk.item and desk.item.school != answer.school:
        raise Http404
    if request.method == "POST":
        return _write(desk)
    desk.clause_ids = [one.clause_id for one in answer.clauses.all()]
    asked = (desk.item.question.text, *suggested_phrasings(request.user, desk.item)) if desk.item else ()
    return _show(desk, desk.form(initial=answer_fields(answer, asked)))


def _origin(request: HttpRequest) -> ReviewItem | None:
    """The review item whose reply is to be published, or whose words added; none where none is named."""
    named = request.GET.get("item", "")
    if not named:
        return None
    try:
        return access_origin(request.user, posted_number(named) or 0)
    except ReviewItem.DoesNotExist:
        raise Http404 from None


def _write(desk: _Desk) -> HttpResponse:
    """Do what was pressed; a search or a preview stores nothing."""
    do = desk.request.POST.get("do", "")
    if desk.answer and do in {"withdraw", "renew"}:
        return _settle(desk, desk.answer, do)
    form = desk.form(desk.request.POST)
    desk.clause_ids = desk.posted_clauses
    if do == "find":
        return _show(desk, desk.form(initial=_typed(desk)), found=desk.request.POST.get("find", ""))
    if not form.is_valid():
        return _show(desk, form, status=422)
    if do == "preview":
        return _show(desk, form, preview=_preview(desk, form))
    try:
        stored = _store(desk, form, publish=do == "publish")
    except (AnswerContentError, AnswerChangedError) as error:
        form.add_error(None, str(error))
        return _show(desk, form, status=422)
    said = "is used from the next question on" if stored.status == Status.APPROVED else "is kept as a draft"
    messages.success(desk.request, f"Answer {stored.pk} {said}.")
    return redirect("approved-answer", answer_id=stored.pk)


def _typed(desk: _Desk) -> dict[str, object]:
    """What stands in the fields, to be shown again as it is."""
    return {name: desk.request.POST.get(name, "") for name in AnswerForm.base_fields}


def _store(desk: _Desk, form: AnswerForm, *, publish: bool) -> ApprovedAnswer:
    user, content = reader(desk.request), form.content(desk.posted_clauses)
    if desk.answer is None:
        school = form.cleaned_data["school"]
        return create_answer(user, school, content, clause_store(), publish=publish, item=desk.item)
    return change_answer(user, desk.answer.pk, _revision(desk.request), content, clause_store(), publish=publish)


def _settle(desk: _Desk, answer: ApprovedAnswer, do: str) -> HttpResponse:
    """Withdraw or renew."""
    user = reader(desk.request)
    try:
        if do == "withdraw":
            withdraw_answer(user, answer.pk)
            messages.success(desk.request, f"Answer {answer.pk} is not used any more.")
        else:
            renew_answer(user, answer.pk, _revision(desk.request), tuple(desk.posted_clauses), clause_store())
            messages.success(desk.request, f"Answer {answer.pk} is used for another year.")
    except (AnswerContentError, AnswerChangedError) as error:
        messages.error(desk.request, str(error))
    return redirect("approved-answer", answer_id=answer.pk)


def _revision(request: HttpRequest) -> int:
    return posted_number(request.POST.get("revision", ""), digits=9) or 0


def _preview(desk: _Desk, form: AnswerForm) -> SafeString:
    """The answer as an asker would read it today."""
    school = form.cleaned_data["school"]
    known = policy_shelf().school(school)
    if known is None:
        raise Http404
    heading = approved_heading(publishing_part(desk.request.user, school), timezone.localdate())
    citations = SchoolClauses(clause_store(), school).citations(desk.clause_ids, settings.SIGNPOST.public_url)
    opening = answers_notice(form.cleaned_data["question"])
    message = compose_answer(opening, heading, form.cleaned_data["text"], citations, known.profile)
    return render_html(message, public_url=settings.SIGNPOST.public_url, with_buttons=False)


def _show(
    desk: _Desk, form: AnswerForm, *, found: str = "", preview: SafeString | None = None, status: int = 200
) -> HttpResponse:
    answer, held = desk.answer, desk.answer or desk.item
    school = held.school if held else str(form["school"].value() or form.fields["school"].choices[0][0])  # type: ignore[attr-defined]
    clauses = SchoolClauses(clause_store(), school)
    hits = clauses.search(found, _FOUND) if found else []
    context = {
        "answer": answer,
        "item": desk.item,
        "form": form,
        "chosen": clauses.chosen(desk.clause_ids),
        "searched": found,
        "found": [hit for hit in hits if hit[1].clause_id not in desk.clause_ids],
        "preview": preview,
        "compared": then_and_now(list(answer.clauses.all()), clauses) if answer else [],
        "history": audit_rows(answer_history(reader(desk.request), answer)) if answer else [],
    }
    return render(desk.request, "console/approved_answer.html", context, status=status)
