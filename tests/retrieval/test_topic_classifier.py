"""Reading training data, and the ranking of topics that stands in for the dialogue's."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import TrainingDataError
from bot.retrieval.topic_classifier import TopicClassifier
from bot.retrieval.topic_examples import read_examples
from tests.tiny_school import WordEncoder


def test_examples_lose_their_entity_marks(tmp_path):
    (tmp_path / "nlu.yml").write_text(
        "nlu:\n- intent: inform\n  examples: |\n    - I am a [volunteer](role)\n    - a [TA]{'entity': 'role'} here\n"
    )

    assert list(read_examples(tmp_path)) == [("inform", "I am a volunteer"), ("inform", "a TA here")]


def test_lookup_tables_are_no_examples(tmp_path):
    (tmp_path / "nlu.yml").write_text("nlu:\n- lookup: role\n  examples: |\n    - volunteer\n")

    assert list(read_examples(tmp_path)) == []


@pytest.mark.parametrize("text", ["nlu: 3", "rules: []", "a: [", "- x", "nlu:\n- intent: x"])
def test_other_files_are_refused_by_name(tmp_path, text):
    (tmp_path / "nlu.yml").write_text(text)

    with pytest.raises(TrainingDataError, match=r"nlu\.yml is not Rasa training data"):
        list(read_examples(tmp_path))


def test_ranking_is_of_chances_that_fall_and_is_the_same_after_a_restart(tmp_path):
    query = WordEncoder().encode(["can I take photos on my phone"])[0]
    first = TopicClassifier(WordEncoder(), tmp_path).rank(query)
    encoder = WordEncoder()
    again = TopicClassifier(encoder, tmp_path).rank(query)

    assert encoder.encoded == 0
    assert again == first
    assert list(first.values()) == sorted(first.values(), reverse=True)
    assert 0 < sum(first.values()) <= 1 + 1e-6


def test_topic_left_out_is_never_ranked(tmp_path):
    query = WordEncoder().encode(["goodbye"])[0]

    ranked = TopicClassifier(WordEncoder(), tmp_path, leave_out=["goodbye"]).rank(query)

    assert "goodbye" not in ranked
    assert np.isfinite(list(ranked.values())).all()
