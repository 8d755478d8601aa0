"""The vectors are those of sentence-transformers, and what people write is read by one encoder a process."""

from __future__ import annotations

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from bot.index.sentence_encoder import SentenceEncoder, open_message_encoder

SENTENCES = ["A child told me something.", "Where do phones go?", "ok", "We keep every phone in a locker until three."]


def test_vectors_are_those_of_sentence_transformers(sample_settings):
    folder = sample_settings.onnx_encoder
    theirs = SentenceTransformer(str(folder), backend="onnx", device="cpu", local_files_only=True).encode(SENTENCES)
    assert SentenceEncoder(folder).encode(SENTENCES) == pytest.approx(theirs, abs=1e-4)


def test_order_is_kept_and_lengths_are_one_however_many_there_are(sample_settings):
    encoder = SentenceEncoder(sample_settings.onnx_encoder)
    vectors = encoder.encode(SENTENCES * 10)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(40), abs=1e-5)
    assert vectors[13] == pytest.approx(encoder.encode([SENTENCES[1]])[0], abs=1e-4)


def test_a_vector_is_the_mean_of_its_tokens(sample_settings):
    vector, tokens = SentenceEncoder(sample_settings.onnx_encoder).encode_whole([SENTENCES[0]])[0]
    mean = tokens.mean(axis=0)
    assert vector == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


def test_what_lies_beyond_the_most_tokens_is_not_read(sample_settings):
    encoder = SentenceEncoder(sample_settings.onnx_encoder, most_tokens=8)
    first, second = encoder.encode(["one two three four five six", "one two three four five six seven eight nine"])
    assert first == pytest.approx(second, abs=1e-4)


def test_one_process_shares_one_message_encoder(sample_settings):
    folder = sample_settings.onnx_encoder
    assert open_message_encoder(folder) is open_message_encoder(folder)
