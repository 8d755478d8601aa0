"""Where the policies are silent: the map of topics by schools, and what to ask at the next review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bot.console.console_page import console_page, looked_at
from bot.console.policy_shelf import policy_shelf
from bot.console.report_reading import READERS, WEEKS, chosen_period, chosen_schools, coverage_of, exported
from bot.console.table_file import Cell, Table
from bot.datatypes.policy import School
from bot.reporting.coverage_map import CoverageRow, count_states, coverage_rows
from bot.reporting.question_figures import topics_asked
from bot.reporting.review_questions import review_questions
from bot.reporting.topic_coverage import CoverageState

_ACROSS = 6  # schools side by side, so that the map can be printed


class _Map(NamedTuple):
    """Topics by schools; ``unknown`` are the schools whose policies were not worked out yet."""

    schools: list[School]
    rows: list[CoverageRow]
    unknown: list[str]


def _map(request: HttpRequest, names: Sequence[str]) -> _Map:
    """The map of these schools, with how often each topic was asked in the time that was chosen."""
    schools = [school for school in map(policy_shelf().school, names) if school]
    coverages = {school.profile.school: coverage_of(school) for school in schools}
    period, _ = chosen_period(request)
    rows = coverage_rows(schools, coverages, topics_asked(list(coverages), period))
    return _Map(schools, rows, [one.profile.name for one in schools if coverages[one.profile.school] is None])


def _page(request: HttpRequest) -> tuple[_Map, dict[str, object]]:
    """The map of a few schools at a time, and what both pages say of it."""
    offered, chosen = chosen_schools(request)
    page = Paginator(chosen, _ACROSS).get_page(request.GET.get("page"))
    shown = _map(request, list(page))
    context: dict[str, object] = {
        "offered_schools": offered,
        "chosen": chosen,
        "page": page,
        "weeks": chosen_period(request)[1],
        "offered_weeks": WEEKS,
        "query": urlencode({name: request.GET[name] for name in ("weeks", "show") if name in request.GET}),
        "unknown": shown.unknown,
    }
    return shown, context


@require_safe
@console_page(*READERS)
def _coverage_page(request: HttpRequest) -> HttpResponse:
    """The map, with all topics or those that some school's policies do not decide."""
    shown, context = _page(request)
    only_gaps = request.GET.get("show") == "gaps"
    rows = [row for row in shown.rows if row.has_gap] if only_gaps else shown.rows
    context |= {"schools": shown.schools, "only_gaps": only_gaps, "rows": rows, "states": count_states(shown.rows)}
    return render(request, "console/coverage.html", context)


coverage = looked_at(_coverage_page, "coverage")


@require_safe
@console_page(*READERS)
def coverage_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The map as a file, a row for each topic and school."""
    _, chosen = chosen_schools(request)
    table = Table(
        "signpost-coverage",
        ("School", "Topic", "Coverage", "Questions", "Clause", "Its words"),
        _cells(_map(request, chosen).rows),
    )
    return exported(request, table, file_format, "coverage")


def _cells(rows: list[CoverageRow]) -> Iterator[list[Cell]]:
    for row in rows:
        for cell in row.cells:
            if cell is not None:
                first = cell.clauses[0] if cell.clauses and cell.state is not CoverageState.SILENT else None
                clause = [first.reference, first.text] if first else ["", ""]
                yield [cell.school, row.title, cell.state.value, cell.asked, *clause]


@require_safe
@console_page(*READERS)
def _policy_review_page(request: HttpRequest) -> HttpResponse:
    """A draft of questions for the next review of each policy."""
    shown, context = _page(request)
    questions = review_questions(shown.rows)
    return render(request, "console/policy_review.html", {**context, "questions": questions})


policy_review = looked_at(_policy_review_page, "policy_review")


@require_safe
@console_page(*READERS)
def policy_review_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The same questions as a file."""
    _, chosen = chosen_schools(request)
    header = ("School", "Policy", "Question", "Coverage", "Asked", "Clauses nearby")
    rows = (
        [one.school, one.document, one.text, one.state.value, one.asked, "\n".join(c.text for c in one.nearby)]
        for one in review_questions(_map(request, chosen).rows)
    )
    return exported(request, Table("signpost-policy-review", header, rows), file_format, "policy_review")
