"""Files that 'signpost fit' makes: those that ship fit this version, and a broken one is refused in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import TrainingDataError
from bot.retrieval.answerable import ANSWERABLE_FEATURES, ANSWERABLE_FILE
from bot.retrieval.forest_model import LEAF, ForestModel, read_forest_model, write_forest_model
from bot.retrieval.logistic_model import LogisticModel, read_logistic_model, write_logistic_model
from bot.retrieval.reranker import RELEVANCE_FEATURES, RELEVANCE_FILE

# Two trees: the first asks whether "a" is above 1, the second knows one answer to everything.
FOREST = ForestModel(
    feature=np.array([0, LEAF, LEAF, LEAF], dtype=np.int16),
    threshold=np.array([1, 0, 0, 0], dtype=np.float32),
    low=np.array([1, 0, 0, 0], dtype=np.int32),
    high=np.array([2, 0, 0, 0], dtype=np.int32),
    chance=np.array([0, 0.2, 0.8, 0.6], dtype=np.float32),
    roots=np.array([0, 3], dtype=np.int32),
)


def write_weights(path):
    write_logistic_model(path, ("a", "b"), np.array([1.0, -2.0], dtype=np.float32), 0.5, made_by="a test")


def write_forest(path):
    write_forest_model(path, ("a", "b"), FOREST, made_by="a test")


KINDS = [("weights.json", write_weights, read_logistic_model), ("forest.npz", write_forest, read_forest_model)]
each_kind = pytest.mark.parametrize(("name", "write", "read"), KINDS, ids=["weights", "forest"])


@pytest.mark.parametrize(
    ("read", "path", "features"),
    [
        (read_logistic_model, RELEVANCE_FILE, RELEVANCE_FEATURES),
        (read_forest_model, ANSWERABLE_FILE, ANSWERABLE_FEATURES),
    ],
    ids=["relevance", "answerable"],
)
def test_shipped_model_gives_chances(read, path, features):
    chances = read(path, features).chances(np.zeros((2, len(features)), dtype=np.float32))

    assert ((chances >= 0) & (chances <= 1)).all()


def test_weights_survive_a_round_trip(tmp_path):
    write_weights(tmp_path / "weights.json")

    chance = read_logistic_model(tmp_path / "weights.json", ("a", "b")).chances(np.array([[1, 1]], dtype=np.float32))

    assert chance == pytest.approx([1 / (1 + np.exp(0.5))])


def test_forest_survives_a_round_trip_and_answers_with_the_mean_of_its_trees(tmp_path):
    write_forest(tmp_path / "forest.npz")
    rows = np.array([[1, 0], [1.5, 0]], dtype=np.float32)

    assert read_forest_model(tmp_path / "forest.npz", ("a", "b")).chances(rows) == pytest.approx([0.4, 0.7])


def test_chance_of_far_away_features_is_still_a_chance():
    model = LogisticModel(np.array([1000.0], dtype=np.float32), 0.0)

    with np.errstate(over="ignore"):
        assert model.chances(np.array([[-1.0], [1.0]], dtype=np.float32)).tolist() == [0, 1]


@each_kind
def test_model_of_other_features_is_refused(tmp_path, name, write, read):
    write(tmp_path / name)

    with pytest.raises(TrainingDataError, match=f"{name} has other features"):
        read(tmp_path / name, ("b", "a"))


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"{}", b"PK\x03\x04"])
@each_kind
def test_broken_model_is_refused_in_one_line(tmp_path, name, write, read, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(TrainingDataError, match=rf"^{name} is missing or malformed.*'signpost fit'\.$"):
        read(tmp_path / name, ("a",))
