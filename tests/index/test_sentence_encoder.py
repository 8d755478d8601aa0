"""The real encoder: sentences of one meaning lie near to each other, every vector has length 1."""

from __future__ import annotations

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling

from bot.errors import IndexUnusableError
from bot.index.encoder_export import export_encoder, packaged_model
from bot.index.sentence_encoder import SentenceEncoder


@pytest.fixture(scope="module")
def encoder(sample_settings):
    return SentenceEncoder(sample_settings.onnx_encoder)


def test_vectors_have_length_one(encoder):
    assert np.linalg.norm(encoder.encode(["Phones stay in lockers.", ""]), axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_like_sentences_lie_nearer_than_unlike_ones(encoder):
    a, b, c = encoder.encode(["Keep your phone in a locker.", "Mobiles are locked away.", "Soup is served at noon."])

    assert a @ b > a @ c


def test_no_sentence_makes_no_row_but_keeps_the_width(encoder):
    assert encoder.encode([]).shape == (0, encoder.encode(["x"]).shape[1])


def test_two_encoders_over_one_folder_have_one_fingerprint(encoder):
    assert encoder.fingerprint() == SentenceEncoder(encoder.folder).fingerprint()


@pytest.mark.parametrize("use", [SentenceEncoder.load, SentenceEncoder.fingerprint])
def test_missing_encoder_says_what_to_run(tmp_path, use):
    with pytest.raises(IndexUnusableError, match="run 'signpost export-encoder'"):
        use(SentenceEncoder(tmp_path))


def test_making_an_encoder_reads_nothing(tmp_path):
    SentenceEncoder(tmp_path / "nowhere")


def test_model_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(IndexUnusableError, match="cannot be exported"):
        export_encoder(str(tmp_path / "no-such-model"), tmp_path / "encoder")


def test_model_of_another_make_is_exported(tmp_path):
    export_encoder(str(packaged_model()), tmp_path / "encoder")

    assert SentenceEncoder(tmp_path / "encoder").encode(["Phones stay in lockers."]).shape == (1, 384)


def test_model_that_pools_otherwise_is_refused(tmp_path):
    model = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    model[1] = Pooling(model[1].get_embedding_dimension(), pooling_mode="cls")
    model.save_pretrained(str(tmp_path / "first-token"), create_model_card=False)

    with pytest.raises(IndexUnusableError, match="does not take the mean"):
        export_encoder(str(tmp_path / "first-token"), tmp_path / "encoder")
