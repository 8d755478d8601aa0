"""What is typed never chooses an intent: each guard is enough where the others let it through."""

import asyncio

import pytest

from bot.channels.typed_text import neutralise_commands
from bot.dialogue.components import typed_command_guard
from bot.dialogue.typed_commands import without_command_prefix
from tests.slash_forms import FORMS, is_a_command

FORMS_BY_NAME = pytest.mark.parametrize("text", [text for _, text in FORMS], ids=[name for name, _ in FORMS])


def parse(agent, text, metadata=None):
    from rasa.core.channels.channel import UserMessage

    return asyncio.run(agent.processor.parse_message(UserMessage(text, metadata=metadata)))


def is_steered(parsed):
    return parsed["intent"]["confidence"] >= 1 or len(parsed["intent_ranking"]) != 10 or parsed["entities"] != []


@pytest.fixture
def without_guard_in_the_model(monkeypatch):
    monkeypatch.setattr(typed_command_guard, "without_command_prefix", lambda text: text)


@FORMS_BY_NAME
def test_a_slash_form_is_classified_as_words_where_the_gateway_lets_it_through(agent, text):
    assert not is_steered(parse(agent, text))


@FORMS_BY_NAME
def test_a_slash_form_is_classified_as_words_where_the_model_lets_it_through(agent, without_guard_in_the_model, text):
    assert not is_steered(parse(agent, neutralise_commands(text)))


@FORMS_BY_NAME
def test_a_slash_form_is_classified_as_words_where_the_channel_alone_guards(agent, without_guard_in_the_model, text):
    assert not is_steered(parse(agent, without_command_prefix(text)))


@pytest.mark.filterwarnings("ignore")  # Rasa prints what it could not make of them
def test_without_any_guard_the_forms_do_steer(agent, without_guard_in_the_model):
    assert sum(is_steered(parse(agent, text)) for _, text in FORMS) >= 30


@FORMS_BY_NAME
def test_nothing_is_left_that_could_be_taken_for_a_command(text):
    assert not is_a_command(without_command_prefix(text))


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
