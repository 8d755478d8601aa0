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


FLOORS = {}
FLOORS_OF_WORDS = {}


@pytest.mark.parametrize(("figure", "floor"), FLOORS.items())
def test_screen_holds_its_floor(found, figure, floor):
    assert found[figure]["share"] >= floor


@pytest.mark.parametrize(("figure", "floor"), FLOORS_OF_WORDS.items())
def test_words_alone_hold_their_floor(found_by_words, figure, floor):
    assert found_by_words[figure]["share"] >= floor
