"""The monthly report in words: what its page and its PDF both say, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from bot.reporting.counted_questions import FAMILIES
from bot.reporting.monthly_report import MonthlyReport
from bot.reporting.topic_coverage import CoverageState

_POLICIES = 6  # what fits on the page


@dataclass(frozen=True)
class ReportSection:
    """A heading, a sentence or two, and rows of a table with a name and what stands against it."""

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReportWords:
    """The whole page; ``weeks`` are the questions of each week for a row of bars."""

    school: str
    month: str
    headline: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[str, int], ...]
    sections: tuple[ReportSection, ...]
    note: str


def report_words(report: MonthlyReport) -> ReportWords:
    """Put the numbers into words."""
    return ReportWords(
        school=report.name,
        month=report.month.label,
        headline=_headline(report),
        weeks=_weeks(report),
        sections=(_answered(report), _topics(report), _gaps(report), _desk(report), _policies(report)),
        note=(
            "Counts of questions about policies, and topics that a program recognised, so some are wrong. No names, no "
            "words that anybody wrote. Safeguarding concerns are not part of this report. How the policies stand, "
            f"what waits and review dates are as of {day(report.on)} {report.on.year}."
        ),
    )


def _weeks(report: MonthlyReport) -> tuple[tuple[str, int], ...]:
    """Each week's questions from its first day in the month on, as far as the weeks have begun."""
    first, weeks = timezone.localtime(report.month.start).date(), report.outcomes.by_week.items()
    return tuple((day(max(monday, first)), counts.total()) for monday, counts in weeks if monday <= report.on)


def day(when: date) -> str:
    """A day as it is said: 3 November."""
    return f"{when.day} {when:%B}"


def share(value: float | None) -> str:
    """A share as a percentage; a dash of nothing."""
    return "–" if value is None else f"{100 * value:.0f}%"


def length(time: timedelta | None) -> str:
    """A length of time in the unit that suits it; a dash of nothing."""
    if time is None:
        return "–"
    minutes = time.total_seconds() / 60
    if minutes < 90:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.0f} h" if minutes < 48 * 60 else f"{minutes / 60 / 24:.0f} days"


def _headline(report: MonthlyReport) -> tuple[tuple[str, str], ...]:
    return (
        ("Questions", str(report.outcomes.asked)),
        ("Answered", share(report.outcomes.share_answered)),
        ("Median time to reply", length(report.desk.percentile(0.5))),
        ("Waiting", str(report.waiting)),
    )


def _answered(report: MonthlyReport) -> ReportSection:
    families = report.outcomes.total
    rows = tuple((label, str(families[family])) for family, label in FAMILIES.items() if families[family])
    given = report.helpful + report.unhelpful
    said = f"{report.helpful} of {given} answers that were rated were said to have helped." if given else ""
    return ReportSection("How questions were answered", (said,) if said else (), rows)


def _topics(report: MonthlyReport) -> ReportSection:
    rows = tuple((title, str(number)) for title, number in report.topics)
    return ReportSection("What was asked about", () if rows else ("Nothing was asked.",), rows)


def _gaps(report: MonthlyReport) -> ReportSection:
    title = "Where the policies are silent"
    if report.states is None:
        return ReportSection(title, ("Not worked out yet for the policies as they stand.",))
    states = report.states
    line = (
        f"Of {states.total()} topics the policies decide {states[CoverageState.COVERED]}, bear on "
        f"{states[CoverageState.PARTLY]} and are silent on {states[CoverageState.SILENT]}. The gaps asked about most:"
    )
    rows = tuple((row.title, _gap(row.cells[0].state, row.cells[0].asked)) for row in report.gaps if row.cells[0])
    return ReportSection(title, (line,), rows)


def _gap(state: CoverageState, asked: int | None) -> str:
    said = "silent" if state is CoverageState.SILENT else "partly"
    return f"{said}, asked {asked}×" if asked else said


def _desk(report: MonthlyReport) -> ReportSection:
    took, desk = report.desk.took, report.desk
    line = (
        f"{len(took)} replies were written: half of them within {length(desk.percentile(0.5))}, nine in ten within "
        f"{length(desk.percentile(0.9))}."
        if took
        else "No reply was written."
    )
    again = (
        f"{report.repeated} questions that the policies do not decide came in the same words more than once."
        if report.repeated
        else ""
    )
    return ReportSection("Replies of the safeguarding team", tuple(filter(None, (line, again))))


def _policies(report: MonthlyReport) -> ReportSection:
    rows = tuple(
        (review.document.title, f"{'overdue since' if review.overdue else 'due by'} {_date(review.latest)}")
        for review in report.reviews[:_POLICIES]
    )
    more = len(report.reviews) - len(rows)
    lines = ("No policy is overdue, and none is due within 90 days.",) if not rows else ()
    return ReportSection("Policies to review", (*lines, *((f"And {more} more.",) if more > 0 else ())), rows)


def _date(when: date) -> str:
    return f"{day(when)} {when.year}"


def shortened(text: str, most: int) -> str:
    """``text`` with an ellipsis where it is longer than ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def widest(weeks: Sequence[tuple[str, int]]) -> int:
    """The most questions of a week, at least 1: what the longest bar stands for."""
    return max((number for _, number in weeks), default=0) or 1
