"""The monthly report of a school, as a page to print and as a PDF of the same numbers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bot.console.console_page import console_page, looked_at, reader
from bot.console.report_reading import READERS, coverage_of, readable_school
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry
from bot.reporting.monthly_report import MonthlyReport, monthly_report
from bot.reporting.period import month_of
from bot.reporting.report_pdf import report_pdf
from bot.reporting.report_words import report_words, widest


@require_safe
@console_page(*READERS)
def _report_page(request: HttpRequest, school: str, month: str) -> HttpResponse:
    """One page of A4, made to be printed."""
    words = report_words(_report(request, school, month))
    context = {"words": words, "most": widest(words.weeks), "school": school, "month": month}
    return render(request, "console/monthly_report.html", context)


report_page = looked_at(_report_page, "monthly_report")


@require_safe
@console_page(*READERS)
def report_file(request: HttpRequest, school: str, month: str) -> HttpResponse:
    """The same as a PDF; that it was exported is written down."""
    body = report_pdf(report_words(_report(request, school, month)))
    write_audit_entry(reader(request), AuditEntry.Action.EXPORTED, school, "monthly_report")
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="signpost-{month}.pdf"'
    return response


def _report(request: HttpRequest, name: str, month: str) -> MonthlyReport:
    """The report of a school that the reader may see, for a month that has begun.

    :raises Http404: it is not theirs to see, or there is no such school or month.
    """
    school, now = readable_school(request, name), timezone.now()
    try:
        period = month_of(month)
    except ValueError:
        raise Http404 from None
    if period.start > now:
        raise Http404
    return monthly_report(school, coverage_of(school), period, now)
