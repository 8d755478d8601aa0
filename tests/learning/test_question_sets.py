"""Sets of phrasings: those that ship are sound; a mistake in one is reported by name and place."""

from __future__ import annotations

import pytest

from bot.errors import TrainingDataError
from bot.evaluation.approved_answers import ApprovedRow
from bot.evaluation.gold_questions import read_rows
from bot.evaluation.grouping import SameQuestions
from bot.learning.question_sets import read_question_sets
from tests.evaluation.test_approved_answers import GOLD


def test_shipped_sets_say_enough_and_nothing_on_both_sides():
    sets = read_question_sets()
    assert len(sets) > 100
    for one in sets:
        assert min(len(one.same), len(one.others)) >= 5, one.same[0]
        assert not set(one.same) & set(one.others), one.same[0]


def test_no_question_that_measures_is_learnt_from():
    learnt = {text.casefold() for one in read_question_sets() for text in (*one.same, *one.others)}
    measured = {
        text.casefold()
        for row in read_rows(GOLD / "approved_answers.jsonl", ApprovedRow)
        if row.half == "held_out"
        for text in (row.question, *row.suggested, *row.asked, *row.others)
    } | {
        text.casefold()
        for row in read_rows(GOLD / "same_questions.jsonl", SameQuestions)
        for text in (*row.same, *row.others)
    }
    assert not learnt & measured


def test_mistake_is_reported_by_file_and_line(tmp_path):
    good = '{"same": ["a?", "b?"], "others": ["c?"]}'
    (tmp_path / "odd.jsonl").write_text(f'{good}\n{{"same": ["a?"], "others": ["c?"]}}\n', encoding="utf-8")

    with pytest.raises(TrainingDataError, match=r"odd\.jsonl, line 2"):
        read_question_sets(tmp_path)
