"""How surely approved answers reach those who ask in other words, and nobody else, on the set of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.approved_answers.answer_matcher import AnswerMatcher, read_match_threshold
from bot.evaluation.approved_answers import Answers, ApprovedRow, asked_of, count, judge, ordinary_questions
from bot.evaluation.gold_questions import read_questions, read_rows
from bot.index.sentence_encoder import SentenceEncoder

GOLD = Path(__file__).parents[1] / "gold"
QUESTIONS = GOLD / "questions.jsonl"
ROWS = read_rows(GOLD / "approved_answers.jsonl", ApprovedRow)


def test_rows_say_enough_and_name_each_other():
    ids = [row.id for row in ROWS]
    assert len(set(ids)) == len(ids) >= 40
    for row in ROWS:
        assert len(row.suggested) == 3
        assert min(len(row.asked), len(row.others)) >= 5
        assert set(row.asks_for) <= set(row.others)
        assert set(row.asks_for.values()) <= set(ids)


def test_no_wording_stands_on_both_sides():
    for row in ROWS:
        given = {row.question, *row.suggested}
        assert not given & {*row.asked, *row.others}


@pytest.fixture(scope="module")
def judged(sample_settings):
    """What becomes of the held-out half, with the phrasings that the desk would suggest."""
    matcher = AnswerMatcher(SentenceEncoder(sample_settings.onnx_encoder))
    own = [row for row in ROWS if row.half == "held_out"]
    asked = asked_of(own, ordinary_questions(ROWS, QUESTIONS))
    return list(judge(asked, Answers(own, matcher, 3), matcher))


@pytest.fixture
def figures(judged):
    return count(judged, read_match_threshold().threshold)


def test_other_phrasings_get_the_answer_as_often_as_the_page_says(figures):
    assert figures.reached.rate >= 0.65


def test_most_of_the_others_are_offered_it(judged):
    offered = count(judged, read_match_threshold().offered_from)
    assert offered.reached.rate >= 0.85
    assert offered.wrong.rate <= 0.1


def test_other_questions_hardly_ever_get_it(figures):
    assert figures.wrong.rate < 0.02


def test_what_the_policies_answer_is_not_taken_from_them(figures):
    answered = {row.question for row in read_questions(QUESTIONS) if row.expect == "answer"}
    assert len(answered) > 200
    assert figures.wrong_ordinary.rate <= 0.01
