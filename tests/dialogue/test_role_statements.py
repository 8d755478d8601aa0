"""Whom a message speaks for."""

import pytest

from bot.dialogue.role_statements import stated_role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I'm a volunteer", "volunteer"),
        ("Im just a parent helper, do I need a lanyard", "volunteer"),
        ("as a TA, can I have my phone", "staff"),
        ("Hi, as a supply teacher do I sign in?", "staff"),
        ("I am the chair of governors", "governor"),
        ("I’m only a visitor today", "visitor"),
        ("I'm a new Year 3 class teacher", "staff"),
        ("I work as a midday supervisor", "staff"),
        ("I'm a student teacher", "staff"),
        ("I volunteer on Fridays, where do I leave my bag", "volunteer"),
        ("we're contractors, may we use our phones", "contractor"),
        ("what about volunteers?", "volunteer"),
        ("and for visitors", "visitor"),
        ("same question but for parents", "parent"),
        ("volunteer", "volunteer"),
    ],
)
def test_a_stated_role_is_recognised(text, role):
    assert stated_role(text) == role


@pytest.mark.parametrize(
    "text",
    [
        "I saw a visitor in the corridor",
        "I'm not a volunteer",
        "I'm meeting a visitor at ten",
        "I'm with a contractor",
        "a visitor says I'm a contractor and walked past me",
        "he told me he's a governor",
        "is a volunteer allowed a phone",
        "should I treat him as a visitor?",
        "she came in as a volunteer",
        "I'm a volunteer's sister",
        "I'm visiting another school tomorrow",
        "my TA carries hers in her pocket",
        "what do visitors do with their phones?",
        "I'm worried about a pupil",
        "ta",
        "",
    ],
)
def test_what_is_no_statement_of_a_role_gives_none(text):
    assert stated_role(text) is None
