"""One message, several questions; and a story with its question at the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answering.follow_up import FollowUpKind
from bot.answering.message_reading import AskedQuestion, read_message
from bot.answering.question_sentences import LIGHT, question_of
from bot.answering.separate_questions import MOST_QUESTIONS, separate_questions

GOLD = Path(__file__).resolve().parents[1] / "gold" / "questions.jsonl"
STORY = (
    "We had a nightmare of a morning, the coach was late and two of year 5 forgot their lunches so the office had to "
    "sort that out. Little Ellie fell over and mum wasn't here so… can I ring her on my mobile?"
)


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        (
            "can i take photos on my ipad and who do i tell if i lose it?",
            ["can i take photos on my ipad", "who do i tell if i lose it?"],
        ),
        (
            "2 things: can i wear my watch in lessons, also are volunteers allowed on facebook",
            ["can i wear my watch in lessons", "are volunteers allowed on facebook"],
        ),
        ("Can I take photos? Where do I keep them?", ["Can I take photos?", "Where do I keep them?"]),
        ("1) can i use my phone at lunch 2) who is the dsl", ["can i use my phone at lunch", "who is the dsl"]),
    ],
)
def test_several_questions_are_told_apart(message, questions):
    assert separate_questions(message) == questions


@pytest.mark.parametrize(
    "message",
    [
        "am i allowed my phone? on silent?",
        "hi! hope you're well. can i use my phone in the staffroom? is that ok?",
        "can i use my phone or is it banned",
        "I lost my laptop and who do i tell",
        "can i use my phone and my watch on a trip",
        STORY,
        "?",
        "",
    ],
)
def test_one_question_stays_as_it_came(message):
    assert separate_questions(message) == [message]


def test_hardly_any_question_of_the_gold_set_is_cut():
    asked = sorted({json.loads(line)["question"] for line in GOLD.read_text(encoding="utf-8").splitlines()})

    assert sum(len(separate_questions(question)) > 1 for question in asked) / len(asked) <= 0.02


def test_no_message_is_cut_into_more_than_a_few():
    assert len(separate_questions("can i use my phone at lunch? " * 100)) <= MOST_QUESTIONS


def test_a_long_story_is_searched_by_its_end():
    question = question_of(STORY)

    assert question.endswith("can I ring her on my mobile?")
    assert "Ellie fell over" in question and "coach" not in question


def test_a_short_story_is_searched_as_it_is():
    message = "My wife is due any day now. How do I stay reachable during the day?"

    assert len(message.split()) <= LIGHT
    assert question_of(message) == message


def test_a_second_question_may_lean_on_the_first():
    first, second = read_message("can i take photos on my ipad and who do i tell if i lose it?", None)

    assert first == AskedQuestion(words="can i take photos on my ipad", text="can i take photos on my ipad")
    assert second.kind is FollowUpKind.FOLLOW_UP
    assert second.text == "who do i tell if i lose my ipad"


def test_a_follow_up_carries_its_role_on_and_a_new_question_drops_it():
    last = AskedQuestion(words="and volunteers?", text="can i use my phone\nvolunteers", role="volunteer")

    assert read_message("what about on trips?", last)[0].role == "volunteer"
    assert read_message("who is the safeguarding governor?", last)[0].role is None


def test_chatter_is_not_searched_for_but_stays_in_what_was_asked():
    message = "Morning! Where do phones go?"
    [asked] = read_message(message, None, lambda text: text.removeprefix("Morning! "))

    assert (asked.words, asked.text) == (message, "Where do phones go?")
