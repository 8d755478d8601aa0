"""When somebody's questions are told: digests and quiet hours, by the clock on the school's wall. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.notifications.models import Preference

LONDON = ZoneInfo("Europe/London")
_SATURDAY = 5


def is_quiet(preference: Preference, now: datetime) -> bool:
    """Whether questions wait at ``now``. Hours may go over midnight; by the wall's clock, so also where it changes."""
    local = now.astimezone(LONDON)
    if preference.quiet_weekends and local.weekday() >= _SATURDAY:
        return True
    start, end = preference.quiet_from, preference.quiet_to
    if start is None or end is None:
        return False
    if start < end:
        return bool(start <= local.hour < end)
    return bool(local.hour >= start or local.hour < end)


def last_digest(preference: Preference, now: datetime) -> datetime:
    """The last moment, at or before ``now``, up to which a digest counts; in UTC.

    On the night that skips an hour, a digest of that hour comes an hour later; of an hour that comes twice, the first
    counts.
    """
    today = now.astimezone(LONDON).date()
    days = (today - timedelta(days=back) for back in range(9))
    moments = (_at(day, preference.hour) for day in days if _is_digest_day(preference, day))
    return next(moment for moment in moments if moment <= now)


def _is_digest_day(preference: Preference, day: date) -> bool:
    return preference.rhythm != Preference.Rhythm.WEEKLY or day.weekday() == preference.weekday


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)
