"""The question of a story, looked for by itself where the story as a whole leads nowhere."""

from __future__ import annotations

import pytest

from bot.answering.lone_question import lone_question


@pytest.mark.parametrize(
    ("story", "alone"),
    [
        ("We had the fire drill today. Can a parent photograph the play?", "Can a parent photograph the play?"),
        ("Long day! Where do staff keep their phones? Lunch is over.", "Where do staff keep their phones?"),
        (
            "The copier broke. May I? Anyway, may staff wear a smart watch in class?",
            "Anyway, may staff wear a smart watch in class?",
        ),
    ],
)
def test_a_question_that_stands_by_itself_is_found(story, alone):
    assert lone_question(story) == alone


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Can a parent photograph the play?",
        "A mum sent me a friend request. Can I accept?",  # leans on what was told
        "He keeps phoning. What should we do about that?",
        "My phone is my camera, can I photograph the class?",  # one sentence
        "We lost a child. We found him again.",  # asks nothing
    ],
)
def test_nothing_is_taken_from_its_story_otherwise(message):
    assert lone_question(message) is None
