"""One school's month on a page, for the head and the governors: counts and topics, no word that anybody wrote.

Safeguarding concerns and allegations are not in it, not even as a number: the report may reach whoever one is about.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from bot.datatypes.policy import School
from bot.reporting.counted_topics import ELSE, topic_title
from bot.reporting.coverage_map import CoverageRow, count_states, coverage_rows
from bot.reporting.coverage_store import Coverage
from bot.reporting.period import Period
from bot.reporting.policy_reviews import PolicyReview, policy_reviews
from bot.reporting.question_figures import (
    DeskTimes,
    OutcomeCounts,
    desk_times,
    feedback,
    outcomes,
    repeats,
    topics_asked,
)
from bot.reporting.topic_coverage import CoverageState

_TOPICS = 12  # what fits on the page beside the rest


@dataclass(frozen=True)
class MonthlyReport:
    """The numbers of one school and month.

    ``gaps`` are the topics that the policies do not decide, the most asked first; ``states`` counts all topics, and is
    None where the coverage is not known yet. ``on`` is the day of what stands now: coverage, what waits, review dates.
    """

    name: str
    month: Period
    on: date
    outcomes: OutcomeCounts
    topics: tuple[tuple[str, int], ...]
    gaps: tuple[CoverageRow, ...]
    states: Counter[CoverageState] | None
    helpful: int
    unhelpful: int
    desk: DeskTimes
    waiting: int
    repeated: int
    reviews: tuple[PolicyReview, ...]


def monthly_report(school: School, coverage: Coverage | None, month: Period, now: datetime) -> MonthlyReport:
    """Count what the report says."""
    name, today = school.profile.school, timezone.localdate(now)
    asked = topics_asked([name], month)
    rows = coverage_rows([school], {name: coverage}, asked)
    desk, (helpful, unhelpful) = desk_times([name], month), feedback([name], month)
    return MonthlyReport(
        name=school.profile.name,
        month=month,
        on=today,
        outcomes=outcomes([name], month),
        topics=top_topics(asked[name], _TOPICS),
        gaps=tuple(row for row in rows if row.has_gap)[:_TOPICS],
        states=count_states(rows) if coverage else None,
        helpful=helpful,
        unhelpful=unhelpful,
        desk=desk,
        waiting=desk.waiting[name],
        repeated=repeats([name], month).total(),
        reviews=tuple(policy_reviews([school], today)),
    )


def top_topics(asked: Counter[str], most: int) -> tuple[tuple[str, int], ...]:
    """The titles of the topics asked most, with their counts; what is of no counted topic comes last."""
    named = [(topic_title(name), number) for name, number in asked.most_common() if name][:most]
    return (*named, (ELSE, asked[""])) if asked[""] else tuple(named)
