"""A school's own list of questions and answers, taken in as drafts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bot.approved_answers.answer_access import PUBLISHERS
from bot.approved_answers.answer_writing import AnswerContentError, import_drafts
from bot.approved_answers.faq_file import COLUMNS, ROWS_LIMIT, SIZE_LIMIT, FaqFileError, read_faq
from bot.console.approved_forms import ImportForm
from bot.console.approved_views import own_schools
from bot.console.console_page import console_page, reader
from bot.console.csv_file import csv_response

_EXAMPLE = (
    "Where do visitors park?",
    "In the bays by the gate. Please sign in at the office first.",
    "visitor parking | where can a guest leave the car",
    "2027-08-31",
)


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(*PUBLISHERS)
def approved_import(request: HttpRequest) -> HttpResponse:
    """The form, and what is wrong with a file that cannot be taken in."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, schools=own_schools(request))
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            contents = read_faq(form.cleaned_data["file"].read(SIZE_LIMIT + 1))
            drafts = import_drafts(reader(request), form.cleaned_data["school"], contents)
        except FaqFileError as error:
            faults = error.faults
        except AnswerContentError as error:
            faults = [str(error)]
        else:
            messages.success(request, f"{len(drafts)} drafts are here. Read and publish each that is right.")
            return redirect("approved-answers")
    context = {"form": form, "faults": faults, "rows": ROWS_LIMIT, "columns": COLUMNS}
    return render(request, "console/approved_import.html", context, status=422 if faults or form.errors else 200)


@require_safe
@console_page(*PUBLISHERS)
def approved_template(request: HttpRequest) -> HttpResponse:
    """A file to fill in, with one example."""
    return csv_response("signpost-questions-and-answers.csv", COLUMNS, [_EXAMPLE])
