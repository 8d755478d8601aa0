"""Teams while the database takes nothing: activities are kept on the disk, and nobody is left without a word."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.db import OperationalError
from django.test import AsyncClient

from bot.channels import kept_event, late_storage, unstored_events
from bot.channels.front_door import take_in
from bot.channels.teams import endpoint
from bot.deliveries.models import InboxEntry
from tests.channels.teams.conftest import payload

pytestmark = pytest.mark.django_db(transaction=True)

CONCERN = "A pupil has told me that she is being hit at home"


def _fail(*_arguments):
    raise OperationalError("database is locked")


@pytest.fixture
def database(on_trial, monkeypatch):
    """Takes nothing until it is ``set``; every wait is short, and no sign of typing is sent."""
    monkeypatch.setattr(late_storage, "RETRY_PAUSE", 0.01)
    monkeypatch.setattr(unstored_events, "SAFE_TEXT_AFTER", 0.01)
    monkeypatch.setattr(endpoint, "_show_typing", lambda _activity, _connector: None)
    back = asyncio.Event()
    for module in (endpoint, kept_event):
        monkeypatch.setattr(module, "take_in", lambda *one: take_in(*one) if back.is_set() else _fail())
    return back


async def send(microsoft, activity):
    body = json.dumps(activity | {"serviceUrl": microsoft.url})
    response = await AsyncClient().post("/api/teams/messages", body, content_type="application/json")
    return response.status_code


async def told(microsoft):
    assert await asyncio.to_thread(microsoft.wait_for, microsoft.messages)


async def settle():
    """Wait for all that goes on in the background."""
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.gather(*rest)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("message_personal", "Where do phones go?", "cannot look that up just now"),
        ("message_personal", CONCERN, "Robin Sample"),
        ("message_channel", CONCERN, "Robin Sample"),
    ],
)
def test_who_writes_meanwhile_is_told_alone_and_stored_later(database, microsoft, name, text, said):
    async def scenario():
        status = await send(microsoft, payload(name, text=text))
        await told(microsoft)
        database.set()
        await settle()
        return status

    assert asyncio.run(scenario()) == 202
    [(conversation, message)] = [one for one in microsoft.sent if one[1]["type"] == "message"]
    assert said in json.dumps(message)
    assert not conversation.startswith("19:")
    assert InboxEntry.objects.get().was_told is (text == CONCERN)


def test_an_activity_that_nothing_takes_is_refused_and_its_sender_told(database, microsoft, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.questions.message_spool.os.fsync", full)

    async def scenario():
        status = await send(microsoft, payload("message_personal"))
        await told(microsoft)
        return status

    assert asyncio.run(scenario()) == 503
    assert "could not be stored" in json.dumps(microsoft.messages())
