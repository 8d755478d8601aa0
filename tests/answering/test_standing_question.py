"""The question that a conversation stands on after follow-ups and corrections."""

from __future__ import annotations

import pytest

from bot.answering.follow_up import read_follow_up
from bot.answering.standing_question import spoken_question, stand_on

TRIP = "can i use my phone on a trip"


def after(last: str, *messages: str) -> str:
    for message in messages:
        follow_up = read_follow_up(last, message)
        assert follow_up is not None, message
        last = stand_on(last, follow_up)
    return last


@pytest.mark.parametrize(
    ("last", "message", "standing"),
    [
        (TRIP, "no I meant the pupil's phone", "can i use the pupil's phone on a trip"),
        ("Can I take photos on my own phone?", "and my ipad?", "Can I take photos on my ipad?"),
        ("a parent friended me on facebook", "what about instagram", "a parent friended me on instagram"),
        ("do contractors sign in", "sorry visitors i meant", "do visitors sign in"),
        ("are pupils allowed phones", "no i mean staff not pupils", "are staff allowed phones"),
        ("can i use my phone at lunch", "sorry, on a trip i mean", "can i use my phone on a trip"),
    ],
)
def test_a_thing_takes_the_place_of_another_of_its_kind(last, message, standing):
    assert after(last, message) == standing


def test_what_has_nothing_to_replace_is_added_twice():
    assert after(TRIP, "and volunteers?") == f"{TRIP}\nvolunteers\nvolunteers"


def test_a_follow_up_of_a_follow_up_stands_on_both():
    assert spoken_question(after("can i use my phone", "and volunteers?", "what about on trips?")) == (
        "can i use my phone, volunteers, on trips"
    )


def test_another_role_takes_the_place_of_the_role_before():
    assert "volunteers" not in after(TRIP, "and volunteers?", "and visitors?")


def test_asking_why_leaves_the_question_as_it_is():
    assert after(TRIP, "why?") == TRIP


def test_many_follow_ups_stay_bounded():
    steps = ("at home", "with a child", "for an hour", "in my car", "under supervision", "by the gate")

    assert len(after("can i " * 700, *(f"and {step}?" for step in steps))) < 1000
    assert "can i use my phone" in after("can i use my phone", *(f"and {step}?" for step in steps))
