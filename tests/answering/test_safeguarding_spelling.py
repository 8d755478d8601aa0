"""Slips of the keyboard are mended towards what the screen knows, and proper words are left as they are."""

from __future__ import annotations

import pytest

from bot.answering.safeguarding_classifier import read_models
from bot.answering.safeguarding_spelling import speller, words_meant


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("the hed techer", "the hed teacher"),  # three letters are near to too many words
        ("safegarding", "safeguarding"),
        ("a bruse on his neck", "a bruise on his neck"),
    ],
)
def test_slip_is_read_as_the_word_meant(typed, read):
    assert speller(["teacher", "bruise", "safeguarding"])(typed) == read


@pytest.mark.parametrize("typed", ["brute", "vapes", "teacher's", "xyzzyq", "child's"])
def test_word_that_is_one_or_is_near_none_stays(typed):
    assert speller(["bruise", "tapes", "teacher", "child"])(typed) == typed


def test_words_meant_are_proper_ones_that_several_messages_use():
    texts = ["bruise bruise", "bruise and brusie", "a bruise, brusie", "brusie", "once"]
    assert words_meant(texts) == ["bruise"]


def test_shipped_words_mend_what_a_hurried_person_types():
    assert read_models().mend("the techer grabed him") == "the teacher grabbed him"
