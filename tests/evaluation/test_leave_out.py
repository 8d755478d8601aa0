"""Leaving topics and schools out: what belongs to which topic, and an engine that knows nothing of some."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import SettingsError
from bot.evaluation.command import run_leave_out
from bot.evaluation.gold_questions import GoldQuestion, topic_of
from bot.evaluation.leave_out import training_topics
from bot.evaluation.reading_questions import questions_of
from bot.evaluation.trial import open_trial
from bot.retrieval.cases import no_cases
from bot.retrieval.late_interaction import LateInteraction
from bot.settings import load_settings
from tests.tiny_reading import make_clause, make_reading
from tests.tiny_school import WIDTH, WordEncoder, make_school, make_store

EVEN = LateInteraction(
    question_weight=np.zeros(WIDTH, dtype=np.float32),
    clause_weight=np.zeros(WIDTH, dtype=np.float32),
    clause_bias=3.0,
    mix=np.array([5, 5], dtype=np.float32),
    silence_weight=np.zeros(WIDTH, dtype=np.float32),
    silence_bias=5.0,
)
READING = make_reading(
    *(
        make_clause(text, topic, text.lower()[:-1], f"why {text}")
        for text, topic in (
            ("Phones stay in lockers.", "where_to_keep_phone"),
            ("Watches may be worn.", "smartwatch"),
            ("Visitors sign in.", "other"),
        )
    ),
    silent=["who feeds the giraffe", "is there a swimming pool", "what time is tea"],
)


def question(row: str, school: str = "alder", text: str = "where do phones stay", expect: str = "answer"):
    return GoldQuestion(id=row, school=school, question=text, expect=expect, evidence=("Phones stay in lockers",))


@pytest.mark.parametrize(
    ("row", "school", "topic"),
    [
        ("alder-phone-on-trip-3", "alder", "phone-on-trip"),
        ("phone-on-trip-st-alder-d0", "st-alder", "phone-on-trip"),
        ("alder-outside-parking-12", "alder", "outside-parking"),
    ],
)
def test_topic_of_a_question_is_its_id_without_school_and_number(row, school, topic):
    assert topic_of(question(row, school)) == topic


def test_training_topics_are_those_the_classifier_gives_a_share():
    ranks = {"where": {"ask_store": 0.6, "ask_silent": 0.1}, "locker": {"ask_store": 0.2, "ask_trip": 0.6}}
    asked = [question("alder-store-1", text="where"), question("alder-store-2", text="locker")]

    assert training_topics(asked, lambda text: ranks[text]) == {"store": {"ask_store", "ask_trip"}}


def test_a_trial_answers_with_what_it_fitted(tmp_path):
    schools = make_store(tmp_path / "index", make_school("alder", "Phones stay in lockers.", "Soup is at noon."))
    trial = open_trial(tmp_path / "trial", WordEncoder(), EVEN, no_cases(WIDTH))
    trial.add_schools(schools)
    trial.add_readings({"hollowmere": READING, "larkbeck": READING})
    fitting = trial.search([q for name in ("hollowmere", "larkbeck") for q in questions_of(name, READING)])
    models = trial.fitted(fitting)

    results = trial.answers([question("alder-store-1")], models, trial.thresholds([fitting], models))

    assert [citation.text for citation in results[0].answer.citations][:1] == ["Phones stay in lockers."]


def test_a_trial_without_a_topic_knows_neither_prior_nor_intent(tmp_path):
    trial = open_trial(tmp_path / "trial", WordEncoder(), EVEN, no_cases(WIDTH), {"ask_where_to_keep_phone"})

    assert "ask_where_to_keep_phone" not in trial.prior.topics
    assert "ask_where_to_keep_phone" not in trial.rank("where do i keep my phone")


def test_something_else_cannot_be_left_out(tmp_path):
    with pytest.raises(SettingsError, match="takes topic or school, not 'everything'"):
        run_leave_out("everything", [], load_settings({}), lambda _: {}, lambda _: None)
