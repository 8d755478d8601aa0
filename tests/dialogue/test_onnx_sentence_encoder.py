"""The exported sentence encoder."""

import numpy as np
import pytest

from bot.dialogue.components.onnx_sentence_encoder import OnnxSentenceEncoder, encoder_digest
from bot.dialogue.settings import IslandError


@pytest.fixture(scope="module")
def loaded(encoder):
    return OnnxSentenceEncoder.load(encoder, max_tokens=128, batch_size=3, threads=1)


def test_every_vector_has_length_one(loaded):
    vectors = loaded.encode(["phones", "", "👍", "may I take a photo of the display?"])

    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_sentence_has_the_same_vector_alone_and_in_a_batch(loaded):
    sentences = ["a long sentence about photographs of a class on a trip to the coast", "phones", "who?", "b", "keys"]

    together = loaded.encode(sentences)

    assert np.allclose(together, np.vstack([loaded.encode([s]) for s in sentences]), atol=1e-4)


def test_like_meanings_lie_nearer_than_unlike(loaded):
    phone, mobile, holiday = loaded.encode(["can I use my phone", "may I use a mobile", "when does term end"])

    assert phone @ mobile > phone @ holiday + 0.2


def test_what_lies_beyond_the_longest_text_is_not_read(loaded):
    assert np.allclose(*loaded.encode(["word " * 300, "word " * 3000]), atol=1e-4)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(IslandError, match=r"holds no model\.onnx"):
        encoder_digest(tmp_path)
