"""Nobody can be singled out by a count of who asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reporting.period import full_weeks
from bot.reporting.question_figures import askers
from bot.reporting.small_numbers import LEAST, OTHERS, coarse
from tests.reporting.asked_questions import ask


def test_small_groups_are_put_together():
    assert coarse({"staff": 52, "visitor": 3, "governor": 4}) == {"staff": 50, OTHERS: 5}


def test_groups_that_are_few_even_together_are_left_out():
    assert coarse({"staff": 9, "visitor": 1}) == {"staff": 10}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40)), st.sampled_from(["visitor", "staff"]))
def test_one_more_question_of_a_small_group_never_shows_as_one(counts, role):
    counts[role] = counts.get(role, 0) % LEAST
    before, after = coarse(counts), coarse(counts | {role: counts[role] + 1})
    for name in before | after:
        assert abs(before.get(name, 0) - after.get(name, 0)) != 1
        assert after.get(name, LEAST) >= LEAST


@pytest.mark.django_db
def test_the_groups_of_several_schools_do_not_give_away_those_of_one():
    now = datetime(2026, 7, 15, tzinfo=UTC)
    ask("oakfield", role="visitor", number=4, at=datetime(2026, 7, 6, tzinfo=UTC))
    ask("elmhurst", role="visitor", number=6, at=datetime(2026, 7, 6, tzinfo=UTC))
    year = full_weeks(52, now)
    assert askers(["oakfield"], year, "role") == {}
    assert askers(["oakfield", "elmhurst"], year, "role") == askers(["elmhurst"], year, "role") == {"visitor": 5}
