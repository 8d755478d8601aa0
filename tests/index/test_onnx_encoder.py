"""The encoder without torch gives the vectors of the one with it."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import IndexUnusableError
from bot.index.onnx_encoder import OnnxEncoder
from bot.index.sentence_encoder import SentenceEncoder

SENTENCES = ["A child told me something.", "Where do phones go?", "ok", "We keep every phone in a locker until three."]


def test_vectors_are_those_of_the_sentence_encoder(sample_settings):
    folder = sample_settings.onnx_encoder
    assert OnnxEncoder(folder).encode(SENTENCES) == pytest.approx(SentenceEncoder(folder).encode(SENTENCES), abs=1e-4)


def test_vectors_have_length_one_however_many_there_are(sample_settings):
    vectors = OnnxEncoder(sample_settings.onnx_encoder).encode(SENTENCES * 10)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(40), abs=1e-5)


def test_missing_encoder_says_what_to_run(tmp_path):
    with pytest.raises(IndexUnusableError, match="run 'signpost export-encoder'"):
        OnnxEncoder(tmp_path).load()
