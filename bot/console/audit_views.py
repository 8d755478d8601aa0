"""The audit log as a page and as a file, each entry for those who may see it."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bot.console.audit_rows import AuditRow, audit_rows
from bot.console.console_page import console_page, looked_at
from bot.console.csv_file import csv_response
from bot.console.offered_choices import offer_own_schools
from bot.console.school_names import school_choices
from bot.questions.access import Role, roles_by_school
from bot.questions.audit import write_audit_entry
from bot.questions.audit_reading import visible_audit_entries
from bot.questions.models import AuditEntry

PAGE_SIZE = 100
COLUMNS = ("When", "Who", "What", "Of what", "School")
_DATE = forms.DateInput(attrs={"type": "date"})


class AuditFilter(forms.Form):
    """Narrows the log."""

    action = forms.ChoiceField(choices=[("", "Everything"), *AuditEntry.Action.choices], required=False, label="What")
    school = forms.ChoiceField(required=False, label="School")
    who = forms.CharField(required=False, label="Who (user name)", max_length=150)
    since = forms.DateField(required=False, label="From", widget=_DATE)
    until = forms.DateField(required=False, label="To", widget=_DATE)

    def __init__(self, data: QueryDict, schools: list[str]) -> None:
        super().__init__(data)
        offer_own_schools(self, school_choices(schools))

    def narrow(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The entries that were asked for; none where the filter cannot be read."""
        if not self.is_valid():
            return entries.none()
        asked = self.cleaned_data
        wanted = {
            "action": asked["action"],
            "school": asked["school"],
            "user__username__iexact": asked["who"],
            "at__date__gte": asked["since"],
            "at__date__lte": asked["until"],
        }
        return entries.filter(**{name: value for name, value in wanted.items() if value})


@require_safe
@console_page(*Role)
def _audit_page(request: HttpRequest) -> HttpResponse:
    """The log, newest first, a page at a time."""
    form = _filter(request)
    page = Paginator(form.narrow(visible_audit_entries(request.user)), PAGE_SIZE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in request.GET.items() if name in form.fields})
    context = {"form": form, "page": page, "rows": audit_rows(page), "columns": COLUMNS, "query": query}
    return render(request, "console/audit.html", context)


audit_log = looked_at(_audit_page, "audit_log")


@require_safe
@console_page(*Role)
def audit_export(request: HttpRequest) -> HttpResponse:
    """The same entries as a CSV file; that it was exported is written down."""
    entries = _filter(request).narrow(visible_audit_entries(request.user))
    write_audit_entry(request.user, AuditEntry.Action.EXPORTED, "", "audit_log")
    return csv_response("signpost-audit-log.csv", COLUMNS, map(_cells, audit_rows(entries)))


def _filter(request: HttpRequest) -> AuditFilter:
    return AuditFilter(request.GET, list(roles_by_school(request.user)))


def _cells(row: AuditRow) -> tuple[str, ...]:
    at = timezone.localtime(row.at).isoformat(sep=" ", timespec="seconds")
    return at, row.who, row.did, row.subject, row.school
