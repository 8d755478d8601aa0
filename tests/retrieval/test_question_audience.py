"""Whom a question is about: the asker's role, and pupils where they are what is asked about."""

from __future__ import annotations

import pytest

from bot.datatypes.policy import Audience
from bot.retrieval.question_audience import audiences_of, may_be_about_pupils


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        (None, Audience.STAFF),
        ("staff", Audience.STAFF),
        ("governor", Audience.STAFF),
        ("volunteer", Audience.VISITORS),
        ("visitor", Audience.VISITORS),
        ("contractor", Audience.VISITORS),
        ("parent", Audience.PARENTS),
        ("astronaut", Audience.STAFF),
    ],
)
def test_role_says_whose_rules_apply(role, audience):
    assert audiences_of("where do I put my phone", role, None) == {audience}


@pytest.mark.parametrize(
    "question", ["can pupils bring a phone", "are year 6 allowed watches", "what happens if a child has a tablet"]
)
def test_question_about_pupils_takes_in_their_rules(question):
    assert Audience.PUPILS in audiences_of(question, "staff", None)


@pytest.mark.parametrize("question", ["can I photograph a pupil", "where do I keep my bag", "may we film the children"])
def test_question_about_the_asker_leaves_pupils_rules_out(question):
    assert Audience.PUPILS not in audiences_of(question, "staff", None)


def test_topic_adds_its_audience():
    assert audiences_of("filming the show", "staff", Audience.PARENTS) == {Audience.STAFF, Audience.PARENTS}


def test_topic_for_everyone_adds_nobody():
    assert audiences_of("passwords", "staff", Audience.EVERYONE) == {Audience.STAFF}


def test_pupils_rules_are_never_shown_where_nothing_points_to_a_pupil():
    assert not may_be_about_pupils("where do I keep my phone", frozenset({Audience.STAFF}))


def test_pupils_rules_may_be_shown_where_a_pupil_is_mentioned():
    assert may_be_about_pupils("can I photograph a pupil", frozenset({Audience.STAFF}))
