"""When people ask in an invented school year: term days, busier and quieter months, the hours of a school day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

YEAR = timedelta(days=364)  # less than questions are kept, so that none has served its time at once
_SATURDAY = 5
# How much is asked in each hour of the day, against the others.
_HOURS = {7: 3, 8: 9, 9: 4, 10: 6, 11: 4, 12: 8, 13: 6, 14: 3, 15: 8, 16: 6, 17: 3, 18: 2, 20: 2, 21: 1}


class SchoolCalendar:
    """The term days of the year that ends on ``until``.

    :param months: how much is asked in each month.
    :param holidays: pairs of the first and last day without school, each as month and day.
    """

    def __init__(self, until: date, months: Mapping[int, float], holidays: Sequence[Any]) -> None:
        self._months = months
        self._holidays = [(tuple(first), tuple(last)) for first, last in holidays]
        every_day = (until - YEAR + timedelta(days=n) for n in range(YEAR.days + 1))
        self.days = [day for day in every_day if self._is_term(day)]

    def _is_term(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and not any(_within((day.month, day.day), *gap) for gap in self._holidays)

    def times(self, count: int, random: Random) -> list[datetime]:
        """``count`` moments at which somebody asks, in order, all of them past."""
        weights = [self._months[day.month] for day in self.days]
        days = random.choices(self.days, weights, k=count)
        now = timezone.now() - timedelta(minutes=5)
        moments = (_moment(day, random) for day in days)
        # What would be later today came in the last hours.
        return sorted(at if at < now else now - timedelta(minutes=random.randrange(300)) for at in moments)

    def next_school_time(self, after: datetime, random: Random) -> datetime:
        """A moment of the first term day from ``after`` on."""
        day = timezone.localdate(after)
        later = [one for one in self.days if one > day]
        return _moment(later[0] if later else day + timedelta(days=1), random)


def _within(day: tuple[int, int], first: tuple[int, int], last: tuple[int, int]) -> bool:
    return first <= day <= last if first <= last else day >= first or day <= last


def _moment(day: date, random: Random) -> datetime:
    hour = random.choices(list(_HOURS), list(_HOURS.values()))[0]
    at = time(hour, random.randrange(60), random.randrange(60), random.randrange(1_000_000))
    return timezone.make_aware(datetime.combine(day, at))
