"""Who reads figures, of which schools and which time, and how they take them along."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from bot.console.console_page import reader
from bot.console.policy_shelf import policy_shelf
from bot.console.posted_number import posted_number
from bot.console.table_file import FORMATS, Table, table_response
from bot.datatypes.policy import School
from bot.index.clause_store import ClauseStore
from bot.questions.access import Role, schools_where
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry
from bot.reporting.coverage_store import Coverage, read_coverage
from bot.reporting.period import Period, last_weeks

READERS = (Role.TRUST_LEAD, Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD)
WEEKS = (4, 12, 26, 52)
_USUAL = 12
_MONTHS = 12


def chosen_schools(request: HttpRequest) -> tuple[list[str], list[str]]:
    """The schools whose figures the reader may see, and the one of them that was asked for; all where none was."""
    offered = schools_where(request.user, *READERS)
    asked = request.GET.get("school", "")
    return offered, [asked] if asked in offered else offered


def chosen_period(request: HttpRequest) -> tuple[Period, int]:
    """The weeks that were asked for, and how many they are."""
    asked = posted_number(request.GET.get("weeks", ""))
    weeks = asked if asked in WEEKS else _USUAL
    return last_weeks(weeks, timezone.now()), weeks


def readable_school(request: HttpRequest, name: str) -> School:
    """One school whose figures the reader may see.

    :raises Http404: there is none of that name, or it is not theirs to see.
    """
    school = policy_shelf().school(name) if name in schools_where(request.user, *READERS) else None
    if school is None:
        raise Http404
    return school


def coverage_of(school: School) -> Coverage | None:
    """What was worked out for the policies that the school has now."""
    return read_coverage(ClauseStore(settings.SIGNPOST.index), school.profile.school)


def recent_months(today: date) -> list[tuple[str, str]]:
    """This month and those before it, newest first: as an address and as people say it."""
    found, first = [], today.replace(day=1)
    for _ in range(_MONTHS):
        found.append((f"{first:%Y-%m}", f"{first:%B %Y}"))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def exported(request: HttpRequest, table: Table, file_format: str, subject: str) -> HttpResponse:
    """The table as a file; that it was exported is written down first.

    :raises Http404: there is no such format.
    """
    if file_format not in FORMATS:
        raise Http404
    write_audit_entry(reader(request), AuditEntry.Action.EXPORTED, "", subject)
    return table_response(table, file_format)
