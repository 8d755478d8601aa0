"""A stretch of time that is counted: a calendar month, or whole weeks up to now, in the school's own time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Period:
    """From ``start`` to ``end`` (exclusive); ``label`` says it to people."""

    start: datetime
    end: datetime
    label: str


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def last_weeks(number: int, now: datetime) -> Period:
    """This week so far and the weeks before it, ``number`` in all."""
    monday = _monday(timezone.localdate(now))
    return Period(_midnight(monday - timedelta(weeks=number - 1)), now, f"the last {number} weeks")


def full_weeks(number: int, now: datetime) -> Period:
    """The ``number`` weeks that ended last Sunday."""
    monday = _monday(timezone.localdate(now))
    return Period(_midnight(monday - timedelta(weeks=number)), _midnight(monday), f"the {number} weeks to last Sunday")


def month_of(text: str) -> Period:
    """The month that is written as ``2026-11``.

    :raises ValueError: it is not a month.
    """
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        raise ValueError(f"{text!r} is not a month: write it as 2026-11.")
    first = date.fromisoformat(f"{text}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(_midnight(first), _midnight(following), f"{first:%B %Y}")


def weeks_of(period: Period) -> list[date]:
    """The Mondays of the weeks that the period touches, oldest first."""
    last = timezone.localtime(period.end - timedelta(microseconds=1)).date()
    monday, found = _monday(timezone.localtime(period.start).date()), []
    while monday <= last:
        found.append(monday)
        monday += timedelta(weeks=1)
    return found
