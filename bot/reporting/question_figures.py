"""What was asked of some schools in a period and how it was answered, counted by the database; no word of it.

Each function is one query, however many schools and questions there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min
from django.db.models.functions import TruncWeek
from django.utils import timezone

from bot.questions.access import QUESTIONS, Kind
from bot.questions.models import WAITING, Feedback, ReviewItem
from bot.reporting.counted_questions import DECIDED, counted_answers, family_of
from bot.reporting.counted_topics import is_counted
from bot.reporting.period import Period, weeks_of
from bot.reporting.small_numbers import coarse

_UNDECIDED = (Kind.PARTLY, Kind.UNANSWERED)


@dataclass(frozen=True)
class OutcomeCounts:
    """Questions by family of outcomes: in all, by school, by the Monday of their week, and by both."""

    total: Counter[str]
    by_school: dict[str, Counter[str]]
    by_week: dict[date, Counter[str]]
    cells: dict[tuple[str, date], Counter[str]]

    @property
    def asked(self) -> int:
        """All questions."""
        return self.total.total()

    @property
    def share_answered(self) -> float | None:
        """The share (0 to 1) that was answered, of the questions that were decided; None of nothing."""
        decided = sum(self.total[family] for family in DECIDED)
        return self.total["answered"] / decided if decided else None


def outcomes(schools: Sequence[str], period: Period) -> OutcomeCounts:
    """How the questions were answered."""
    week = TruncWeek("question__received_at", tzinfo=timezone.get_current_timezone())
    rows = counted_answers(schools, period).annotate(week=week).values_list("question__school", "week", "outcome")
    mondays = weeks_of(period)
    cells: dict[tuple[str, date], Counter[str]] = {(school, week): Counter() for school in schools for week in mondays}
    for school, monday, outcome, number in rows.annotate(number=Count("pk")):
        cells[school, timezone.localtime(monday).date()][family_of(outcome)] += number
    by_school: dict[str, Counter[str]] = {school: Counter() for school in schools}
    by_week: dict[date, Counter[str]] = {monday: Counter() for monday in mondays}
    for (school, monday), counts in cells.items():
        by_school[school].update(counts)
        by_week[monday].update(counts)
    return OutcomeCounts(sum(by_week.values(), Counter()), by_school, by_week, cells)


def topics_asked(schools: Sequence[str], period: Period) -> dict[str, Counter[str]]:
    """Questions by school and topic; under the empty name those of no topic that is counted."""
    rows = counted_answers(schools, period).values_list("question__school", "question__topic_label__topic")
    found: dict[str, Counter[str]] = {school: Counter() for school in schools}
    for school, topic, number in rows.annotate(number=Count("pk")):
        found[school][topic if topic and is_counted(topic) else ""] += number
    return found


def askers(schools: Sequence[str], period: Period, what: str) -> dict[str, int]:
    """Questions by what is known of who asked (``channel`` or ``role``), coarse for each school and then added up.

    Added up before they were made coarse, they would give a school's small number away to whoever sees the others.
    """
    rows = counted_answers(schools, period).values_list("question__school", f"question__{what}")
    exact: dict[str, Counter[str]] = defaultdict(Counter)
    for school, name, number in rows.annotate(number=Count("pk")):
        exact[school][name] += number
    shown: Counter[str] = Counter()
    for counts in exact.values():
        shown.update(coarse(counts))
    return dict(shown.most_common())


def feedback(schools: Sequence[str], period: Period) -> tuple[int, int]:
    """How many answers were said to have helped, and not to have helped."""
    given = Feedback.objects.filter(answer__in=counted_answers(schools, period)).values_list("helpful")
    found = dict(given.annotate(number=Count("pk")))
    return found.get(True, 0), found.get(False, 0)


@dataclass(frozen=True)
class DeskTimes:
    """How long those who replied took, sorted; and how many items wait now, by school."""

    took: tuple[timedelta, ...]
    waiting: Counter[str]

    def percentile(self, share: float) -> timedelta | None:
        """The time within which this share (0 to 1) of the replies was written; None where there was none."""
        if not self.took:
            return None
        return self.took[min(int(len(self.took) * share), len(self.took) - 1)]


def desk_times(schools: Sequence[str], period: Period) -> DeskTimes:
    """Replies that were written in the period, and what waits now."""
    items = ReviewItem.objects.filter(school__in=schools, kind__in=QUESTIONS).order_by()
    replied = items.filter(closed_at__gte=period.start, closed_at__lt=period.end).exclude(reply="")
    took = sorted(closed - opened for opened, closed in replied.values_list("opened_at", "closed_at"))
    waiting = items.filter(status__in=WAITING).values_list("school").annotate(number=Count("pk"))
    return DeskTimes(tuple(took), Counter(dict(waiting)))


def repeats(schools: Sequence[str], period: Period) -> Counter[str]:
    """Questions that no policy decides and that came in the same words in several conversations, by topic."""
    items = ReviewItem.objects.filter(
        school__in=schools, kind__in=_UNDECIDED, opened_at__gte=period.start, opened_at__lt=period.end
    ).order_by()
    same = items.values("school", "asked_what").annotate(
        conversations=Count("asked_in", distinct=True), topic=Min("question__topic_label__topic")
    )
    found: Counter[str] = Counter()
    for topic in same.filter(conversations__gte=2).values_list("topic", flat=True):
        found[topic if topic and is_counted(topic) else ""] += 1
    return found
