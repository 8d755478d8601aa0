"""What says nothing to a question is taken off a message; what is told for it stays."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import SentenceEncoder
from bot.retrieval.chatter import pieces_of, read_chatter, without_chatter


@pytest.fixture(scope="module")
def encode(sample_settings):
    return SentenceEncoder(sample_settings.onnx_encoder).encode


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("Morning! Sorry to be a nuisance. Can I charge my phone in class? Cheers", "Can I charge my phone in class?"),
        ("hiya quick q can i take photos on my own phone thanks", "can i take photos on my own phone"),
        ("what a day it has been, who looks after the ipads", "who looks after the ipads"),
    ],
)
def test_chatter_is_taken_off_with_and_without_punctuation(encode, message, left):
    assert without_chatter(message, encode) == left


@pytest.mark.parametrize(
    "message",
    [
        "a parent friended me on facebook yesterday, what do i do",
        "A child showed me a rude picture on her tablet. Who do I tell?",
        "can i have my phone on me while im teaching",
        "how often do we change passwords",
        "thanks",
        "hi there, good morning",
        "",
    ],
)
def test_what_is_told_for_a_question_stays(encode, message):
    assert without_chatter(message, encode) == message


def test_message_of_one_piece_is_not_encoded():
    def encode(pieces):
        raise AssertionError(pieces)

    assert without_chatter("where do phones go", encode) == "where do phones go"


def test_another_encoder_takes_nothing_off():
    message = "Sorry to be a nuisance. Can I charge my phone?"

    assert without_chatter(message, lambda pieces: np.ones((len(pieces), 3), dtype=np.float32)) == message


def test_a_question_is_cut_only_where_it_begins():
    assert pieces_of("hi what do i do if i have my phone on me") == ["hi", "what do i do if i have my phone on me"]


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04"])
def test_broken_weights_are_refused_in_one_line(tmp_path, content):
    if content is not None:
        (tmp_path / "chatter.npz").write_bytes(content)

    with pytest.raises(TrainingDataError, match=r"^chatter.npz cannot be read.*'signpost learn'\.$"):
        read_chatter(tmp_path / "chatter.npz")
