"""Digests and quiet hours by the clock on the wall, also where the clock is changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notifications.models import Preference
from bot.notifications.rhythm import is_quiet, last_digest
from tests.notifications.conftest import at

DAILY, WEEKLY = Preference.Rhythm.DAILY, Preference.Rhythm.WEEKLY


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-06-03 17:59", False),
        ("2026-06-03 18:00", True),
        ("2026-06-03 23:59", True),
        ("2026-06-04 00:00", True),
        ("2026-06-04 06:59", True),
        ("2026-06-04 07:00", False),
    ],
)
def test_quiet_hours_go_over_midnight(moment, quiet):
    assert is_quiet(Preference(quiet_from=18, quiet_to=7), at(moment)) is quiet


@pytest.mark.parametrize(("moment", "quiet"), [("09:00", True), ("11:59", True), ("12:00", False), ("08:59", False)])
def test_quiet_hours_within_a_day(moment, quiet):
    assert is_quiet(Preference(quiet_from=9, quiet_to=12), at(f"2026-06-03 {moment}")) is quiet


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-06-05 23:59", False),
        ("2026-06-06 00:00", True),
        ("2026-06-07 23:59", True),
        ("2026-06-08 00:00", False),
    ],
)
def test_quiet_weekends_last_from_saturday_to_sunday(moment, quiet):
    assert is_quiet(Preference(quiet_weekends=True), at(moment)) is quiet


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        # The clock goes from 1:00 GMT to 2:00 BST on 29 March 2026; seven in the morning is six in UTC after it.
        (datetime(2026, 3, 28, 6, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 5, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 6, 0, tzinfo=UTC), False),
        # It goes back on 25 October 2026.
        (datetime(2026, 10, 25, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 7, 0, tzinfo=UTC), False),
    ],
)
def test_quiet_hours_end_by_the_wall_where_the_clock_is_changed(now, quiet):
    assert is_quiet(Preference(quiet_from=18, quiet_to=7), now) is quiet


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-06-03 07:59", "2026-06-02 08:00"),
        ("2026-06-03 08:00", "2026-06-03 08:00"),
        ("2026-03-29 12:00", "2026-03-29 08:00"),
        ("2026-10-25 12:00", "2026-10-25 08:00"),
    ],
)
def test_a_daily_digest_counts_up_to_its_hour(now, last):
    assert last_digest(Preference(rhythm=DAILY, hour=8), at(now)) == at(last)


def test_a_weekly_digest_counts_up_to_its_day():
    friday = Preference(rhythm=WEEKLY, hour=15, weekday=Preference.Weekday.FRIDAY)
    assert last_digest(friday, at("2026-06-05 14:59")) == at("2026-05-29 15:00")
    assert last_digest(friday, at("2026-06-05 15:00")) == at("2026-06-05 15:00")


def test_a_digest_of_an_hour_that_is_skipped_comes_an_hour_later():
    one = Preference(rhythm=DAILY, hour=1)
    assert last_digest(one, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_digest_of_an_hour_that_comes_twice_comes_once():
    one = Preference(rhythm=DAILY, hour=1)
    first = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 1:00 BST; 1:00 GMT is an hour later
    assert last_digest(one, first + timedelta(minutes=30)) == last_digest(one, first + timedelta(hours=2)) == first


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    rhythm=st.sampled_from([DAILY, WEEKLY]),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
)
def test_every_digest_is_followed_by_the_next_within_its_period(now, rhythm, hour, weekday):
    preference = Preference(rhythm=rhythm, hour=hour, weekday=weekday)
    last = last_digest(preference, now)
    longest = timedelta(days=7 if rhythm == WEEKLY else 1, hours=1)  # the hour is that of a change of the clock
    assert last <= now < last + longest
    assert last_digest(preference, last) == last
