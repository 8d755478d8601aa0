"""Nothing that a person or a program sends chooses an intent, sets a slot or resets a conversation: at every door."""

from __future__ import annotations

import json

import pytest

from bot.answering.safeguarding_screen import SafeguardingScreen, Screening
from bot.channels.typed_text import neutralise_commands
from tests.channels.fake_dialogue import FIELDS
from tests.slash_forms import COMMANDS, FORMS, is_a_command

pytestmark = pytest.mark.django_db(transaction=True)

# What a program might send to be taken for the gateway, or for Rasa's own channels.
STEERING = {
    "intent": "restart",
    "entities": [{"entity": "school", "value": "otherfield"}],
    "slots": {"school": "otherfield"},
    "metadata": {"button": "show_more", "school": "otherfield"},
    "sender": "somebody",
    "sender_id": "somebody",
    "input_channel": "rest",
    "last_question": "otherfield",
    "question": "otherfield",
    "asked_for": "otherfield",
    "asker": "otherfield",
    "channel": "web",
    "events": [{"event": "restart"}],
}


def commands_in(turns):
    """What was handed on that could be taken for a command; all forms are sent in one test, for speed."""
    said = [turn[field] or "" for turn in turns for field in ("text", "question", "last_question")]
    return [text for text in said if is_a_command(text)]


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    """By the words alone, a few forms read like a worry; here every one of them has to come to the dialogue."""
    monkeypatch.setattr(SafeguardingScreen, "__call__", lambda _screen, _text: Screening(None))


def test_the_api_hands_on_no_command(ask, dialogue):
    for name, text in FORMS:
        ask(text=text, conversation=name)
    assert len(dialogue.turns) >= len(FORMS)
    assert commands_in(dialogue.turns) == []


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}], ids=["form", "fetch"])
def test_the_chat_hands_on_no_command(gateway, client, dialogue, headers):
    for _, text in FORMS:
        client.post("/chat/oakfield/new")
        assert client.post("/chat/oakfield/messages", {"text": text}, headers=headers).status_code < 400
    assert len(dialogue.turns) >= len(FORMS)
    assert commands_in(dialogue.turns) == []


def test_no_earlier_command_comes_back_with_a_follow_up(ask, dialogue):
    for name, text in FORMS:
        ask(text=text, conversation=name)
        ask(text="and volunteers?", conversation=name)
    assert commands_in(dialogue.turns) == []


def test_no_earlier_command_comes_back_with_a_button(ask, dialogue):
    for name, text in FORMS:
        [message, *_] = ask(text=text, conversation=name)
        ask(text="", button=message["buttons"][0]["id"], conversation=name)
    assert commands_in(dialogue.turns) == []


@pytest.mark.parametrize("name", STEERING)
def test_a_field_that_the_api_does_not_know_reaches_no_turn(ask, dialogue, name):
    ask()
    ask(**{name: STEERING[name]}, conversation="c-2")
    plain, steered = ({**turn, "conversation": ""} for turn in dialogue.turns)
    assert plain == steered
    assert set(steered) == FIELDS


@pytest.mark.parametrize("name", STEERING)
def test_a_field_that_the_chat_does_not_know_reaches_no_turn(gateway, client, dialogue, name):
    client.post("/chat/oakfield/messages", {"text": "phones?", name: json.dumps(STEERING[name])})
    assert "otherfield" not in json.dumps(dialogue.turns)
    assert dialogue.turns[0]["button"] is None


@pytest.mark.parametrize("pressed", ["show_more", "show_reason", "ask_safeguarding_lead", "/restart", "restart", ":"])
def test_a_button_is_known_by_the_id_that_the_server_made_and_by_no_name(ask, dialogue, pressed):
    [message] = ask(text="", button=pressed)
    assert "does nothing here" in message["text"]
    assert dialogue.turns == []


def test_there_are_enough_forms_and_they_are_all_different():
    assert len({text for _, text in FORMS}) == len(FORMS) >= 60
    assert sum(is_a_command(text) for _, text in FORMS) >= 60


@pytest.mark.parametrize(
    "text", ["can I use my phone?", "TA/HLTA here", "£5 for a trip", "(phones)", "1/2 term", *COMMANDS]
)
def test_ordinary_text_stays_as_it_is(text):
    assert neutralise_commands(text) == text
