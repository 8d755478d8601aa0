"""Noise as hurried people make it."""

from __future__ import annotations

import random

import pytest

from bot.evaluation.robustness import NOISES
from bot.learning import question_noise

TEXT = "Can the children in my class use a photo, please?"


@pytest.mark.parametrize("name", NOISES)
def test_each_noise_changes_the_text_and_is_the_same_twice(name):
    once, again = (NOISES[name](TEXT, random.Random(1)) for _ in range(2))

    assert once != TEXT
    assert once == again


def test_chatter_keeps_the_question_whole():
    assert TEXT in NOISES["in chatter"](TEXT, random.Random(1))


def test_abbreviations_are_whole_words():
    assert NOISES["abbreviated"]("Are you alone before school", random.Random(1)) == "r u alone b4 sch"


def test_slips_are_few():
    typed = question_noise.with_slips(TEXT, random.Random(1))

    assert abs(len(typed) - len(TEXT)) <= 2
    assert sum(word in TEXT for word in typed.split()) >= 7


@pytest.mark.parametrize("text", ["", "a", "ok", "???", "🙂🙂🙂🙂🙂"])
def test_no_text_is_too_short_or_odd(text):
    for noise in (*NOISES.values(), question_noise.as_typed):
        noise(text, random.Random(1))


def test_what_is_studied_and_what_is_measured_use_other_words():
    before = set(question_noise._BEFORE)
    wrapped = [NOISES["in chatter"]("x", random.Random(seed)) for seed in range(20)]

    assert not any(text.startswith(phrase) for text in wrapped for phrase in before)
