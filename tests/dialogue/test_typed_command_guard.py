"""What is typed never chooses an intent, not even where the channel let it through."""

import asyncio

import pytest

from bot.dialogue.typed_commands import without_command_prefix

COMMANDS = [
    "restart",
    "back",
    "session_start",
    "report_emergency",
    "greet@0.9",
    'ask_phone_on_trip{"school": "otherfield"}',
    'greet@1.0{"role": "governor"}',
]
PREFIXES = {
    "slash": "/",
    "two slashes": "//",
    "slash space slash": "/ /",
    "space": " /",
    "tab": "\t/",
    "newline": "\n\n/",
    "no-break space": "\u00a0/",
    "narrow no-break space": "\u202f/",
    "ideographic space": "\u3000/",
    "line separator": "\u2028/",
    "zero width space": "\u200b/",
    "zero width joiner": "\u200d/",
    "word joiner": "\u2060/",
    "byte order mark": "\ufeff/",
    "soft hyphen": "\u00ad/",
    "right-to-left mark": "\u200f/",
    "left-to-right override": "\u202d/",
    "right-to-left isolate": "\u2067/",
    "variation selector": "\ufe0f/",
    "combining accent": "\u0301/",
    "null": "\x00/",
    "escape": "\x1b/",
    "fullwidth slash": "／",
    "fullwidth after space": " ／",
    "fraction slash": "⁄",
    "division slash": "∕",
    "big solidus": "⧸",
    "backslash": "\\",
    "fullwidth backslash": "＼",
    "slash then zero width": "/\u200b/",
    "a private character": "\ue000/",
}
FORMS = [f"{prefix}{command}" for prefix in PREFIXES.values() for command in COMMANDS[:2]]
FORMS += [f"{prefix}{command}" for prefix in ("/", " /", "\u200b/") for command in COMMANDS[2:]]
FORMS += [
    "/",
    "//",
    "/ ",
    "/{",
    '/{"school": "x"}',
    "/unknown_intent",
    "/greet extra words",
    "/RESTART",
    "/restart{bad",
]


def parse(agent, text, metadata=None):
    from rasa.core.channels.channel import UserMessage

    return asyncio.run(agent.processor.parse_message(UserMessage(text, metadata=metadata)))


@pytest.mark.parametrize("form", FORMS, ids=ascii)
def test_a_slash_form_is_classified_as_words(agent, form):
    parsed = parse(agent, form)

    assert parsed["intent"]["confidence"] < 1
    assert len(parsed["intent_ranking"]) == 10
    assert parsed["entities"] == []


@pytest.mark.parametrize("form", FORMS, ids=ascii)
def test_no_slash_is_left_in_front(form):
    assert not without_command_prefix(form).strip().startswith(("/", "／", "⁄", "∕"))


@pytest.mark.parametrize(
    "text", ["can I use my phone?", "TA/HLTA here", "£5 for a trip", "(phones)", "¿qué?", "1/2 term"]
)
def test_ordinary_text_stays_as_it_is(text):
    assert without_command_prefix(text) == text


def test_a_button_is_certain(agent):
    parsed = parse(agent, "whatever the label says", {"button": "show_more"})

    assert parsed["intent"] == {"name": "show_more", "confidence": 1.0}


@pytest.mark.parametrize("metadata", [None, {}, {"button": None}, {"button": "restart"}, {"intent": "restart"}])
def test_metadata_without_a_known_button_chooses_nothing(agent, metadata):
    parsed = parse(agent, "can I use my phone on a trip?", metadata)

    assert parsed["intent"]["confidence"] < 1


def test_only_the_gateway_names_the_school(agent):
    text = "school: otherfield, role: governor"

    entities = parse(agent, text, {"school": "fernhollow", "role": None, "last_question": None})["entities"]

    assert [(e["entity"], e["value"]) for e in entities] == [("school", "fernhollow")]
