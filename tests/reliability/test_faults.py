"""When a reply that came twice is the platform's silence, and when it is a fault of ours."""

from __future__ import annotations

import pytest

from tests.reliability.faults import doubled
from tests.reliability.platforms import Reply

TWICE = [Reply("Phones are kept in lockers.", 100.0), Reply("Phones are kept in lockers.", 104.0)]


@pytest.mark.parametrize("kill", [100.0, 100.6, 99.998])
def test_a_sending_that_the_killed_gateway_had_under_way_is_excused(kill):
    assert doubled(TWICE, [50.0, kill]) == (1, [])


@pytest.mark.parametrize("kill", [98.0, 102.0])
def test_any_other_repetition_is_not(kill):
    assert doubled(TWICE, [kill]) == (0, [kill - 100.0])


def test_without_a_kill_nothing_is_excused():
    assert doubled(TWICE, [])[0] == 0
    assert len(doubled(TWICE, [])[1]) == 1


def test_different_replies_are_no_repetition():
    assert doubled([Reply("One.", 100.0), Reply("Two.", 104.0)], [100.1]) == (0, [])
