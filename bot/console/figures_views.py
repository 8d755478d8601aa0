"""Figures of the reader's schools: what was asked, how it was answered, who replied how soon; no word of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bot.console.bar_chart import BarChart, stacked_bars
from bot.console.console_page import console_page, looked_at, reader
from bot.console.policy_shelf import policy_shelf
from bot.console.report_reading import READERS, WEEKS, chosen_period, chosen_schools, exported, recent_months
from bot.console.table_file import Cell, Table
from bot.questions.access import visible_review_items
from bot.questions.models import ReviewItem
from bot.reporting import question_figures
from bot.reporting.counted_questions import DECIDED, FAMILIES
from bot.reporting.counted_topics import topic_title
from bot.reporting.monthly_report import top_topics
from bot.reporting.period import Period, full_weeks
from bot.reporting.policy_reviews import policy_reviews
from bot.reporting.question_figures import OutcomeCounts

_TOPICS = 15
_YEAR = 52  # weeks in which it is counted who asked: one stretch, so that no two can be subtracted
_CONCERNS = (ReviewItem.Kind.CONCERN, ReviewItem.Kind.ALLEGATION)


@dataclass(frozen=True)
class SchoolFigures:
    """A row of the table of schools."""

    school: str
    answered: int
    partly: int
    unanswered: int
    waiting: int


@require_safe
@console_page(*READERS)
def _figures_page(request: HttpRequest) -> HttpResponse:
    """How the questions of the reader's schools were answered."""
    offered, schools = chosen_schools(request)
    period, weeks = chosen_period(request)
    counts = question_figures.outcomes(schools, period)
    desk = question_figures.desk_times(schools, period)
    topics = sum(question_figures.topics_asked(schools, period).values(), Counter())
    helpful, unhelpful = question_figures.feedback(schools, period)
    year, repeated = full_weeks(_YEAR, timezone.now()), question_figures.repeats(schools, period)
    context = {
        "offered_schools": offered,
        "schools": schools,
        "weeks": weeks,
        "offered_weeks": WEEKS,
        "period": period,
        "counts": counts,
        "families": FAMILIES,
        "chart": _chart(counts),
        "figures": [_row(school, counts.by_school[school], desk.waiting[school]) for school in schools],
        "topics": top_topics(topics, _TOPICS),
        "most": max(topics.values(), default=1),
        "desk": desk,
        "median": desk.percentile(0.5),
        "ninetieth": desk.percentile(0.9),
        "helpful": helpful,
        "unhelpful": unhelpful,
        "repeats": [(topic_title(topic), number) for topic, number in repeated.most_common(_TOPICS)],
        "year": year,
        "channels": question_figures.askers(schools, year, "channel"),
        "roles": _named(question_figures.askers(schools, year, "role")),
        "reviews": policy_reviews(filter(None, map(policy_shelf().school, schools)), timezone.localdate()),
        "concerns": _concerns(request, schools, period),
        "months": recent_months(timezone.localdate()),
    }
    return render(request, "console/figures.html", context)


figures = looked_at(_figures_page, "figures")


def _row(school: str, families: Counter[str], waiting: int) -> SchoolFigures:
    return SchoolFigures(school, families["answered"], families["partly"], families["unanswered"], waiting)


def _chart(counts: OutcomeCounts) -> BarChart:
    legend = {family: FAMILIES[family] for family in DECIDED}
    columns = [(f"{monday.day} {monday:%b}", families) for monday, families in counts.by_week.items()]
    return stacked_bars("Questions by week", _described(counts), columns, legend)


def _described(counts: OutcomeCounts) -> str:
    parts = [f"{counts.total[family]} {label.lower()}" for family, label in FAMILIES.items() if counts.total[family]]
    return f"{counts.asked} questions: {', '.join(parts) or 'none'}. The table below has the numbers of each week."


def _named(roles: dict[str, int]) -> dict[str, int]:
    return {(role.replace("_", " ").capitalize() or "Not said"): number for role, number in roles.items()}


def _concerns(request: HttpRequest, schools: list[str], period: Period) -> list[tuple[str, int]]:
    """How many concerns came, of the kinds that the reader's own queue shows; never one about the head."""
    items = visible_review_items(reader(request)).filter(
        school__in=schools, kind__in=_CONCERNS, opened_at__gte=period.start, opened_at__lt=period.end
    )
    found = Counter(items.values_list("kind", flat=True))
    return [(str(kind.label), found[kind]) for kind in _CONCERNS if found[kind]]


@require_safe
@console_page(*READERS)
def figures_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """Questions by school and week, as a file."""
    _, schools = chosen_schools(request)
    period, _ = chosen_period(request)
    header = ("School", "Week from", "Questions", *FAMILIES.values())
    table = Table("signpost-figures", header, _weekly(question_figures.outcomes(schools, period)))
    return exported(request, table, file_format, "figures")


def _weekly(counts: OutcomeCounts) -> Iterator[list[Cell]]:
    cells: dict[tuple[str, date], Counter[str]] = counts.cells
    for (school, monday), families in cells.items():
        yield [school, monday.isoformat(), families.total(), *(families[family] for family in FAMILIES)]


@require_safe
@console_page(*READERS)
def topics_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """Questions by school and topic, as a file."""
    _, schools = chosen_schools(request)
    period, _ = chosen_period(request)
    asked = question_figures.topics_asked(schools, period)
    table = Table("signpost-topics", ("School", "Topic", "Questions"), _by_topic(asked))
    return exported(request, table, file_format, "topics")


def _by_topic(asked: dict[str, Counter[str]]) -> Iterator[list[Cell]]:
    for school, topics in asked.items():
        for topic, number in topics.most_common():
            yield [school, topic_title(topic), number]
