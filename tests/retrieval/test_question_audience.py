"""Whom a question is about: the asker, or whoever else is asked about; and how far a clause binds them."""

from __future__ import annotations

import numpy as np
import pytest

from bot.datatypes.policy import Audience
from bot.retrieval.question_audience import (
    COUNTED,
    EVERYBODY,
    KINDRED,
    OTHERS,
    OWN,
    Asked,
    audiences_of,
    binding_weights,
    binds,
    may_be_about_pupils,
    may_be_for,
    named_in,
    precedence,
)
from tests.tiny_school import make_clause, make_document

STAFF, VOLUNTEERS, VISITORS = Audience.STAFF, Audience.VOLUNTEERS, Audience.VISITORS
PARENTS, PUPILS = Audience.PARENTS, Audience.PUPILS


def asked(*audiences: Audience, role: str | None = None) -> Asked:
    return Asked(frozenset(audiences), role)


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        (None, STAFF),
        ("staff", STAFF),
        ("teacher", STAFF),
        ("governor", STAFF),
        ("volunteer", VOLUNTEERS),
        ("visitor", VISITORS),
        ("contractor", VISITORS),
        ("parent", PARENTS),
        ("pupil", PUPILS),
        ("astronaut", STAFF),
    ],
)
def test_role_says_whose_rules_apply(role, audience):
    assert audiences_of("where do I put my phone", role, None) == {audience}


@pytest.mark.parametrize(
    "question",
    [
        "can pupils bring a phone",
        "can year 6 bring phones",
        "are year 6 allowed watches",
        "is a child allowed a smart watch",
        "what happens if a child has a tablet",
        "what happens if a kid's phone is taken",
        "what happens if a kid in my class has their phone taken",
        "do sixth formers lock theirs away",
    ],
)
def test_question_about_pupils_is_about_them_alone(question):
    assert audiences_of(question, "staff", None) == {PUPILS}


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("where do visitors put their phones", VISITORS),
        ("can a parent helper take photos", VOLUNTEERS),
        ("what about volunteers", VOLUNTEERS),
        ("can parents film the play", PARENTS),
    ],
)
def test_group_that_is_asked_about_counts_in_the_askers_place(question, group):
    assert audiences_of(question, "staff", None) == {group}


@pytest.mark.parametrize(
    "question",
    ["can I photograph a pupil", "where do I keep my bag", "may we film the children", "should staff ring parents"],
)
def test_question_about_what_the_asker_does_is_about_the_asker(question):
    assert named_in(question) == frozenset()


def test_who_may_do_something_with_a_pupils_phone_is_about_both():
    assert audiences_of("who can look at a child's phone", "staff", None) == {STAFF, PUPILS}


def test_topic_adds_its_audience():
    assert audiences_of("filming the show", "staff", PARENTS) == {STAFF, PARENTS}


@pytest.mark.parametrize("topic", [Audience.EVERYONE, STAFF])
def test_topic_makes_nobody_staff(topic):
    assert audiences_of("passwords", "visitor", topic) == {VISITORS}


def test_pupils_rules_are_never_shown_where_nothing_points_to_a_pupil():
    assert not may_be_about_pupils("where do I keep my phone", frozenset({STAFF}))


def test_pupils_rules_may_be_shown_where_a_pupil_is_mentioned():
    assert may_be_about_pupils("can I photograph a pupil", frozenset({STAFF}))


@pytest.mark.parametrize(
    ("bound", "counts", "who", "weight"),
    [
        ((), (), asked(VISITORS), EVERYBODY),
        ((STAFF,), (), asked(STAFF), OWN),
        ((VISITORS,), (), asked(STAFF), OTHERS),
        ((STAFF,), (), asked(VISITORS, role="visitor"), OTHERS),
        ((STAFF,), (), asked(VOLUNTEERS, role="volunteer"), OTHERS),
        ((STAFF,), ("volunteer",), asked(VOLUNTEERS, role="volunteer"), COUNTED),
        ((STAFF,), ("volunteer",), asked(VISITORS, role="visitor"), OTHERS),
        ((STAFF,), ("contractor",), asked(VISITORS, role="contractor"), COUNTED),
        ((STAFF,), ("contractor",), asked(VISITORS, role="visitor"), OTHERS),
        ((STAFF, VOLUNTEERS), (), asked(VOLUNTEERS), OWN),
        ((VISITORS, VOLUNTEERS), ("volunteer",), asked(VOLUNTEERS), OWN),
        ((VISITORS,), (), asked(VOLUNTEERS), KINDRED),
        ((VISITORS,), ("volunteer",), asked(VOLUNTEERS), OTHERS),
        ((PUPILS,), (), asked(PUPILS), OWN),
        ((STAFF,), (), asked(PUPILS), KINDRED),
        ((STAFF, PARENTS, PUPILS), (), asked(STAFF), EVERYBODY),
    ],
)
def test_how_far_a_clause_binds_those_who_are_asked_about(bound, counts, who, weight):
    assert binds(bound, counts, who) == weight


@pytest.mark.parametrize(
    ("question", "role", "weight"),
    [
        ("where do I leave my phone", "visitor", KINDRED),
        ("we have builders in, what about their phones", "visitor", OWN),
        ("where do I leave my phone", "contractor", OWN),
    ],
)
def test_rule_for_one_kind_of_visitor_is_none_for_the_others(question, role, weight):
    clause = make_clause("Builders leave their phones at the gate.", audience=VISITORS)
    document = make_document("alder", clause)
    assert binding_weights([(document, clause)], asked(VISITORS, role=role), question)[0] == np.float32(weight)


def test_visitor_is_shown_no_rule_that_binds_only_others():
    binding = np.array([OWN, COUNTED, EVERYBODY, OTHERS], dtype=np.float32)
    assert may_be_for(binding, asked(VISITORS)).tolist() == [True, True, True, False]
    assert may_be_for(binding, asked(STAFF)).all()


def test_own_rule_comes_before_the_staffs_for_those_who_count_as_staff():
    factors = precedence(np.array([OWN, COUNTED], dtype=np.float32), asked(VOLUNTEERS))
    assert factors[0] > factors[1]
