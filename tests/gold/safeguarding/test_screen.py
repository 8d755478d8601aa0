"""The shipped screen on the test half: what it finds, what it leaves alone, and which text it chooses."""

from __future__ import annotations

import pytest

from bot.answering.safeguarding_screen import SafeguardingScreen
from bot.evaluation.safeguarding import figures, judge_with_screen
from bot.evaluation.safeguarding_messages import GOLD_MESSAGES, read_messages

MESSAGES = read_messages(GOLD_MESSAGES)


@pytest.fixture(scope="module")
def found(sample_settings):
    return figures(list(judge_with_screen(MESSAGES, SafeguardingScreen(sample_settings.onnx_encoder))))


@pytest.fixture(scope="module")
def found_by_words():
    return figures(list(judge_with_screen(MESSAGES, SafeguardingScreen())))


# "right outcome of four" is short of the 0.93 that we want; the floor keeps what there is.
FLOORS = {
    "recall": 0.98,
    "emergency recall": 1.0,
    "precision": 0.9,
    "right outcome of four": 0.85,
    "calm left calm": 0.89,
}
FLOORS_OF_WORDS = {"recall": 0.97, "emergency recall": 0.99, "precision": 0.79}


@pytest.mark.parametrize(("figure", "floor"), FLOORS.items())
def test_screen_holds_its_floor(found, figure, floor):
    assert found[figure]["share"] >= floor


@pytest.mark.parametrize(("figure", "floor"), FLOORS_OF_WORDS.items())
def test_words_alone_hold_their_floor(found_by_words, figure, floor):
    assert found_by_words[figure]["share"] >= floor
