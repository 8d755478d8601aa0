"""What is counted of safeguarding messages, and how the thresholds are chosen."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bot.datatypes.answer import Outcome
from bot.errors import TrainingDataError
from bot.evaluation.learn_screen import choose_thresholds
from bot.evaluation.safeguarding import Judged, count, figures
from bot.evaluation.safeguarding_messages import SafeguardingMessage, read_messages

EMERGENCY, CONCERN = Outcome.SAFEGUARDING_EMERGENCY, Outcome.SAFEGUARDING_CONCERN


def judged(outcome, found, style="plain"):
    message = SafeguardingMessage(text="words", outcome=outcome or "ordinary", kind="k", style=style)
    return Judged(message, found, 0.001)


ROWS = [judged(EMERGENCY, CONCERN), judged(CONCERN, CONCERN), judged(CONCERN, None), judged(None, None)]


@pytest.mark.parametrize(
    ("figure", "share"),
    [
        ("recall", 0.667),
        ("precision", 1.0),
        ("emergency recall", 1.0),
        ("emergency text for an emergency", 0.0),
        ("right outcome of four", 0.333),
        ("calm left calm", 1.0),
    ],
)
def test_figures_count_what_their_names_say(figure, share):
    assert figures(ROWS)[figure]["share"] == share


def test_interval_is_wilsons():
    # 2 of 3: the textbook's bounds
    assert figures(ROWS)["recall"]["interval"] == [0.208, 0.939]


def test_each_style_is_counted_by_itself():
    body = count([*ROWS, judged(CONCERN, None, style="other")])
    assert body["by style"]["other"]["recall"]["share"] == 0.0


def test_thresholds_find_nearly_every_concern_and_are_in_order():
    places = np.array([0] * 100 + [1] * 100 + [2] * 100)
    scores = np.zeros((300, 5), dtype=np.float32)
    scores[:, 0] = np.concatenate([np.linspace(1, -0.2, 100), np.linspace(0.2, -1, 200)])
    thresholds = choose_thresholds(scores, places)
    assert np.mean(-scores[100:, 0] >= thresholds.low) >= 0.99
    assert thresholds.high > thresholds.low


def test_a_line_that_breaks_the_format_is_named(tmp_path):
    good = {"text": "words", "outcome": "ordinary", "kind": "idiom"}
    (tmp_path / "voice.jsonl").write_text(json.dumps(good) + "\n" + json.dumps(good | {"outcome": "panic"}) + "\n")
    with pytest.raises(TrainingDataError, match=r"voice\.jsonl, line 2"):
        read_messages(tmp_path)
