"""The space of questions: what ships brings phrasings together; a broken file is refused in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import SentenceEncoder
from bot.retrieval import question_space
from bot.retrieval.question_space import project, read_question_space

ASKED = ["may I give a gift to a parent?", "can i buy a mum a presnt", "may a parent give me a gift?"]


@pytest.fixture
def broken(tmp_path, monkeypatch):
    path = tmp_path / "question_space.npz"
    path.write_bytes(b"PK no zip at all")
    monkeypatch.setattr(question_space, "QUESTION_SPACE_FILE", path)
    read_question_space.cache_clear()
    yield
    read_question_space.cache_clear()


def test_another_way_to_ask_is_nearer_than_another_direction(sample_settings):
    encoder = SentenceEncoder(sample_settings.onnx_encoder)
    plain = encoder.encode(ASKED)
    asked, same, other = project(plain)

    assert asked @ same - asked @ other > plain[0] @ plain[1] - plain[0] @ plain[2]
    assert np.linalg.norm(asked) == pytest.approx(1.0, abs=1e-5)


def test_vectors_of_another_width_stay_as_they_are():
    vectors = np.ones((2, 7), dtype=np.float32)

    assert project(vectors) is vectors


@pytest.mark.usefixtures("broken")
def test_broken_file_is_refused_in_a_sentence():
    with pytest.raises(TrainingDataError, match=r"question_space\.npz cannot be read"):
        read_question_space()
