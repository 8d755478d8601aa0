"""What the encoder studies, and what it does not when topics are left out."""

from __future__ import annotations

import random

from bot.datatypes.policy import Audience
from bot.learning.study_policies import study_reading, study_topics
from bot.retrieval.topic_catalogue import Topic
from tests.tiny_reading import make_clause, make_reading

READING = make_reading(
    make_clause(
        "lock phones away.",
        "where_to_keep_phone",
        "where do phones go",
        {"q": "is a coat all right", "also": ["coats"]},
    ),
    make_clause("hang coats up.", "other", {"q": "coats?"}, id="coats", near=["is the hall locked"]),
    silent=["may dogs come"],
    title="Staff",
    lead_in="Staff must:",
)


def test_questions_know_the_passages_that_answer_them():
    studied = study_reading(READING)

    assert studied.passages == ("Staff. Staff must. lock phones away.", "Staff. Staff must. hang coats up.")
    assert [(q.text, set(q.answers), set(q.near)) for q in studied.questions] == [
        ("where do phones go", {0}, set()),
        ("is a coat all right", {0, 1}, set()),
        ("coats?", {1}, set()),
        ("is the hall locked", set(), {1}),
        ("may dogs come", set(), set()),
    ]


def test_a_topic_left_out_takes_its_clauses_and_questions_along():
    studied = study_reading(READING, leave_out={"ask_where_to_keep_phone"})

    assert studied.passages == ("Staff. Staff must. hang coats up.",)
    assert [q.text for q in studied.questions] == ["coats?", "is the hall locked", "may dogs come"]


def test_a_question_that_needs_a_clause_left_out_goes_too():
    studied = study_reading(READING, leave_out={"ask_other"})

    assert [q.text for q in studied.questions] == ["where do phones go", "may dogs come"]


def test_topics_make_a_policy():
    topics = {
        name: Topic(title=name, audience=Audience.STAFF, clauses=(f"{name} a", f"{name} b", f"{name} c"))
        for name in ("phones", "coats", "dogs")
    }
    studied = study_topics(topics, [("phones", "phones?"), ("coats", "coats?")], random.Random(1), leave_out={"coats"})

    assert len(studied.passages) == 1
    assert [(q.text, set(q.answers)) for q in studied.questions] == [("phones?", {0})]
