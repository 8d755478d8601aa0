"""The web chat where the record fails: what was answered reaches the person all the same."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.channels.web import new_conversation
from bot.console import chat_page, chat_views
from bot.console.policy_shelf import PolicyShelf
from bot.datatypes.answer import Outcome
from bot.index.clause_store import ClauseStore
from tests.browser.invented_school import LARKFIELD


def _broken_record(*_):
    raise OperationalError("no such host")


async def _emergency(message):
    return [build_safeguarding_message(Outcome.SAFEGUARDING_EMERGENCY, LARKFIELD.profile)]


@pytest.fixture
def without_record(monkeypatch, tmp_path):
    """The chat of one school, with a database that answers nothing."""
    ClauseStore(tmp_path).write(LARKFIELD)
    shelf = PolicyShelf(tmp_path)
    monkeypatch.setattr(chat_views, "policy_shelf", lambda: shelf)
    monkeypatch.setattr(chat_page, "read_history", _broken_record)
    monkeypatch.setattr(chat_views, "answer_message", _emergency)


def test_plain_form_shows_a_safeguarding_text_that_could_not_be_recorded(without_record):
    response = Client().post("/chat/larkfield/messages", {"text": "a child is missing"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' in page
    assert re.search(r"Call <a href=\"tel:999\">999</a> now", page)


def test_script_gets_a_safeguarding_text_that_could_not_be_recorded(without_record):
    response = Client().post(
        "/chat/larkfield/messages", {"text": "a child is missing"}, headers={"X-Requested-With": "fetch"}
    )
    assert response.headers["X-Signpost-Fragment"] == "exchange"
    assert "tel:999" in response.content.decode()


def test_page_opens_while_the_record_cannot_be_read(without_record):
    client = Client()
    client.post("/chat/larkfield/messages", {"text": "a child is missing"})
    page = client.get("/chat/larkfield/").content.decode()
    assert "What was said earlier cannot be shown just now." in page


def test_front_page_goes_straight_to_the_only_school(without_record):
    response = Client().get("/")
    assert response.headers["Location"] == "/chat/larkfield/"


def test_conversation_cookie_is_hidden_from_scripts(without_record):
    response = Client().post("/chat/larkfield/messages", {"text": "a child is missing"})
    cookie = response.cookies["signpost_conversation"]
    assert cookie["httponly"]
    assert cookie["path"] == "/chat/larkfield/"


def test_conversation_cookie_that_was_made_up_is_not_believed(without_record):
    client = Client()
    client.cookies["signpost_conversation"] = "larkfield victim-conversation staff:forged"
    response = client.get("/chat/larkfield/")
    assert "What was said earlier" not in response.content.decode()


def test_conversations_cannot_be_guessed():
    assert len({new_conversation("larkfield").id for _ in range(100)}) == 100
    assert len(new_conversation("larkfield").id) >= 20
