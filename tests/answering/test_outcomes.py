"""The table of outcomes has a row for each, and says what is said."""

from __future__ import annotations

import pytest

from bot.answering.outcomes import OUTCOMES
from bot.datatypes.answer import Outcome


def test_every_outcome_has_a_row_in_the_order_of_the_contract():
    assert list(OUTCOMES) == list(Outcome)


def test_labels_are_told_apart():
    labels = [row.label for row in OUTCOMES.values()]

    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("outcome", [outcome for outcome, row in OUTCOMES.items() if "filed" in row.reply])
def test_what_is_said_to_be_filed_is_filed(outcome):
    assert OUTCOMES[outcome].files


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.startswith("unanswered")])
def test_unanswered_question_is_told_so(outcome):
    assert OUTCOMES[outcome].reply
