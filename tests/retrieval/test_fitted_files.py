"""Files that 'signpost fit' makes: those that ship fit this version, and a broken one is refused in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import TrainingDataError
from bot.retrieval.answerable import ANSWERABLE_FEATURES, ANSWERABLE_FILE
from bot.retrieval.logistic_model import LogisticModel, read_logistic_model, write_logistic_model
from bot.retrieval.reranker import RELEVANCE_FEATURES, RELEVANCE_FILE

SHIPPED = [(RELEVANCE_FILE, RELEVANCE_FEATURES), (ANSWERABLE_FILE, ANSWERABLE_FEATURES)]


@pytest.mark.parametrize(("path", "features"), SHIPPED, ids=["relevance", "answerable"])
def test_shipped_weights_fit_the_features(path, features):
    assert np.isfinite(read_logistic_model(path, features).weights).all()


def test_model_survives_a_round_trip(tmp_path):
    path = tmp_path / "weights.json"
    write_logistic_model(path, ("a", "b"), np.array([1.0, -2.0], dtype=np.float32), 0.5, made_by="a test")

    chance = read_logistic_model(path, ("a", "b")).chances(np.array([[1, 1]], dtype=np.float32))

    assert chance == pytest.approx([1 / (1 + np.exp(0.5))])


def test_chance_of_far_away_features_is_still_a_chance():
    model = LogisticModel(np.array([1000.0], dtype=np.float32), 0.0)

    with np.errstate(over="ignore"):
        assert model.chances(np.array([[-1.0], [1.0]], dtype=np.float32)).tolist() == [0, 1]


def test_weights_of_other_features_are_refused(tmp_path):
    path = tmp_path / "weights.json"
    write_logistic_model(path, ("a", "b"), np.array([1.0, -2.0], dtype=np.float32), 0.5, made_by="a test")

    with pytest.raises(TrainingDataError, match=r"weights\.json has other features"):
        read_logistic_model(path, ("b", "a"))


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"{}"])
def test_broken_weights_are_refused_in_one_line(tmp_path, content):
    path = tmp_path / "weights.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(TrainingDataError, match=r"^weights\.json is missing or malformed.*'signpost fit'\.$"):
        read_logistic_model(path, ("a",))
