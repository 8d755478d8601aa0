"""Which questions are taken to mean the same, on the sets that the thresholds were chosen on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.same_question import mean_the_same, shared_words
from bot.evaluation.grouping import run_grouping

GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture(scope="module")
def figures(sample_settings):
    return run_grouping(GOLD / "same_questions.jsonl", GOLD / "questions.jsonl", sample_settings)


def test_the_thresholds_in_force_are_those_that_the_sweep_chooses(figures):
    assert figures["chosen"] == figures["in_force"]


@pytest.mark.parametrize("half", ["developed", "held_out"])
def test_what_is_called_the_same_is_the_same(figures, half):
    assert figures[half]["precision"] >= 0.95
    assert figures[half]["recall"] > 0.1


def test_no_questions_on_different_clauses_are_called_the_same(figures):
    assert figures["questions"]["precision"] in (None, 1.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("can volunteers take photos on a trip", "can staff take photos on a trip"),
        ("can year 6 bring phones", "can year 2 bring phones"),
        ("can I wear jeans", "can I wear shorts"),
    ],
)
def test_one_detail_makes_another_question_however_near(one, other):
    assert not mean_the_same(0.99, one, other)


def test_the_frame_of_a_question_and_its_order_do_not_matter():
    assert shared_words("Can I vape in the car park?", "am I allowed to vape in the car park") == 1.0
