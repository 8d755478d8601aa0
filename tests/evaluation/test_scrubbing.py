"""Scrubbing against labels: floors on the labelled messages, and what counts as found."""

from __future__ import annotations

import pytest

from bot.errors import TrainingDataError
from bot.evaluation.gold_questions import read_rows
from bot.evaluation.scrubbing import (
    LabelledMessage,
    ScrubbingFigures,
    changed_questions,
    measure_scrubbing,
    run_scrubbing,
)
from tests.conftest import ROOT

LABELS = ROOT / "tests" / "gold" / "scrubbing.jsonl"
QUESTIONS = ROOT / "tests" / "gold" / "questions.jsonl"


def labelled(text, *spans):
    """A message with the spans ``kind:words``."""
    pairs = [span.split(":", 1) for span in spans]
    body = {"text": text, "spans": [{"kind": kind, "text": words} for kind, words in pairs], "half": "developed"}
    return LabelledMessage.model_validate(body)


@pytest.fixture(scope="module")
def rows():
    return read_rows(LABELS, LabelledMessage)


def figures_of(rows, half) -> ScrubbingFigures:
    return measure_scrubbing(row for row in rows if row.half == half)


def test_the_set_is_large_and_half_of_it_held_back(rows):
    assert len({row.text for row in rows}) == len(rows) >= 220
    assert sum(not row.spans for row in rows) >= 60
    assert 0.4 <= sum(row.half == "held_out" for row in rows) / len(rows) <= 0.6


@pytest.mark.parametrize("half", ["developed", "held_out"])
def test_nearly_all_that_identifies_people_is_scrubbed(rows, half):
    figures = figures_of(rows, half)

    assert figures.patterns.rate >= 0.95
    assert figures.names.rate >= 0.85


@pytest.mark.parametrize("half", ["developed", "held_out"])
def test_little_else_is_scrubbed(rows, half):
    figures = figures_of(rows, half)

    assert figures.right_marks.rate >= 0.95
    assert figures.untouched.rate >= 0.95


def test_questions_of_the_gold_set_are_stored_as_asked():
    tally, _ = changed_questions(QUESTIONS)

    assert tally.rate >= 0.99


def test_a_label_counts_as_found_only_if_all_of_it_is_gone():
    figures = measure_scrubbing([labelled("is Emma Featherstone in", "name:Emma Featherstone in")])

    assert (figures.names.hits, figures.names.total) == (0, 1)
    assert figures.right_marks.rate == 1.0


def test_a_mark_where_no_label_is_counts_as_wrong():
    figures = measure_scrubbing([labelled("can Aisha come")])

    assert figures.right_marks.rate == 0.0
    assert figures.untouched.rate == 0.0


def test_a_label_that_does_not_stand_in_its_message_is_refused():
    with pytest.raises(TrainingDataError, match="does not stand in its message"):
        measure_scrubbing([labelled("can I come", "name:Aisha")])


def test_each_figure_comes_with_its_interval():
    body = run_scrubbing(LABELS, None, 0)

    low, high = body["held_out"]["recall on names"]["interval"]
    assert low < body["held_out"]["recall on names"]["rate"] < high
    assert any(line.startswith("held_out") for line in body["lines"])
