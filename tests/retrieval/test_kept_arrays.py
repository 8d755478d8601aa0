"""What is kept beside the index is used while it is right, and worked out again when it is not."""

from __future__ import annotations

import numpy as np
import pytest

from bot.datatypes.policy import Audience
from bot.retrieval.array_cache import read_arrays, write_arrays
from bot.retrieval.topic_catalogue import Topic
from bot.retrieval.topic_prior import TopicPrior
from tests.tiny_school import WordEncoder

TOPIC = Topic(title="Phones", audience=Audience.STAFF, clauses=("One.", "Two.", "Three."))


def test_arrays_come_back_for_their_key(tmp_path):
    write_arrays(tmp_path / "kept.npz", "key", {"numbers": np.arange(3)})

    assert read_arrays(tmp_path / "kept.npz", "key")["numbers"].tolist() == [0, 1, 2]


def test_arrays_made_from_something_else_are_not_used(tmp_path):
    write_arrays(tmp_path / "kept.npz", "key", {"numbers": np.arange(3)})

    assert read_arrays(tmp_path / "kept.npz", "other") is None


@pytest.mark.parametrize("damage", [None, b"", b"PK\x03\x04 and then nothing", b"{}"])
def test_missing_or_damaged_arrays_are_not_used(tmp_path, damage):
    if damage is not None:
        (tmp_path / "kept.npz").write_bytes(damage)

    assert read_arrays(tmp_path / "kept.npz", "key") is None


def test_truncated_arrays_are_not_used(tmp_path):
    write_arrays(tmp_path / "kept.npz", "key", {"numbers": np.arange(3000)})
    content = (tmp_path / "kept.npz").read_bytes()
    (tmp_path / "kept.npz").write_bytes(content[: len(content) // 2])

    assert read_arrays(tmp_path / "kept.npz", "key") is None


def test_statements_are_encoded_once_for_all_processes(tmp_path):
    TopicPrior({"ask": TOPIC}, WordEncoder(), tmp_path).load()
    encoder = WordEncoder()
    TopicPrior({"ask": TOPIC}, encoder, tmp_path).load()

    assert encoder.encoded == 0


def test_changed_statement_is_encoded_anew(tmp_path):
    TopicPrior({"ask": TOPIC}, WordEncoder(), tmp_path).load()
    encoder = WordEncoder()
    changed = TOPIC.model_copy(update={"clauses": ("One.", "Two.", "Four.")})
    TopicPrior({"ask": changed}, encoder, tmp_path).load()

    assert encoder.encoded == 3


def test_damaged_file_of_the_topics_is_made_again(tmp_path):
    (tmp_path / "topics.npz").write_bytes(b"PK\x03\x04")
    encoder = WordEncoder()
    TopicPrior({"ask": TOPIC}, encoder, tmp_path).load()

    assert encoder.encoded == 3
