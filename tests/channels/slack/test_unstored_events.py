"""Slack while the database takes nothing: events are kept on the disk, and nobody is left without a word."""

from __future__ import annotations

import asyncio

import pytest
from django.db import OperationalError
from django.test import AsyncClient

from bot.channels import kept_event, late_storage, unstored_events
from bot.channels.front_door import take_in
from bot.channels.slack import bolt_app
from bot.channels.slack.taking_in import take_in_typed
from bot.deliveries.models import InboxEntry
from tests.channels.slack.conftest import direct, payload
from tests.peers.fake_slack import encoded, signed

pytestmark = pytest.mark.django_db(transaction=True)

CONCERN = "A pupil has told me that she is being hit at home"


def _fail(*_arguments):
    raise OperationalError("database is locked")


@pytest.fixture
def database(connected, monkeypatch):
    """Takes nothing until it is ``set``; every wait is short."""
    monkeypatch.setattr(late_storage, "RETRY_PAUSE", 0.01)
    monkeypatch.setattr(unstored_events, "SAFE_TEXT_AFTER", 0.01)
    back = asyncio.Event()
    monkeypatch.setattr(bolt_app, "take_in_typed", lambda one: take_in_typed(one) if back.is_set() else _fail())
    monkeypatch.setattr(kept_event, "take_in", lambda *one: take_in(*one) if back.is_set() else _fail())
    return back


@pytest.fixture
def full_disk(monkeypatch):
    """The disk takes nothing either."""

    def fail(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.questions.message_spool.os.fsync", fail)


@pytest.fixture
def kept(connected):
    """The texts of the files that are kept."""
    return lambda: [path.read_text() for path in (connected.SIGNPOST.spool / kept_event.FOLDER).glob("*.json")]


async def send(body, retry=None):
    text, kind = encoded(body)
    headers = signed(text) | ({"X-Slack-Retry-Num": str(retry)} if retry else {})
    response = await AsyncClient().post("/slack/events", text, content_type=kind, headers=headers)
    return response.status_code


async def settle():
    """Wait for all that goes on in the background."""
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.gather(*rest)


async def told(slack):
    await asyncio.to_thread(slack.until, lambda: slack.posts)


def answerable(slack, body):
    """The command with an address for its reply; anything else as it is."""
    if "response_url" not in body:
        return body
    return body | {"response_url": slack.open_response_url("T0OAK", "C0STAFF", "U0ADA")}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (direct(), "cannot look that up just now"),
        (payload("mention"), "cannot look that up just now"),
        (payload("command"), "cannot look that up just now"),
        (direct(CONCERN), "Robin Sample"),
        (payload("mention", text=CONCERN), "Robin Sample"),
        (payload("command", text=CONCERN), "Robin Sample"),
    ],
    ids=["direct", "mention", "command", "concern", "concern in a channel", "concern in a command"],
)
def test_who_writes_meanwhile_is_told_alone_and_stored_later(database, slack, kept, body, said):
    async def scenario():
        status = await send(answerable(slack, body))
        await told(slack)
        assert len(kept()) == 1
        database.set()
        await settle()
        return status

    assert asyncio.run(scenario()) == 200
    [post] = slack.posts
    assert said in post.text
    assert post.only_for or post.channel == "D0ADA"
    entry = InboxEntry.objects.get()
    assert entry.school == "oakfield"
    assert entry.was_told is (said == "Robin Sample")
    assert kept() == []


def test_where_the_database_is_away_for_a_moment_nobody_hears_of_it(database, slack, monkeypatch):
    monkeypatch.setattr(unstored_events, "SAFE_TEXT_AFTER", 1.0)

    async def scenario():
        await send(direct())
        database.set()
        await settle()

    asyncio.run(scenario())
    assert slack.posts == []
    assert InboxEntry.objects.count() == 1


def test_an_event_that_comes_again_meanwhile_is_told_and_stored_once(database, slack):
    async def scenario():
        statuses = [await send(direct(CONCERN), retry) for retry in (None, 1, 2)]
        await told(slack)
        database.set()
        await settle()
        return statuses

    assert asyncio.run(scenario()) == [200, 200, 200]
    assert len(slack.posts) == 1
    assert InboxEntry.objects.count() == 1


def test_what_neither_database_nor_disk_takes_is_not_acknowledged_while_it_comes_again(database, full_disk, slack):
    assert asyncio.run(send(direct())) == 503
    assert slack.posts == []


def test_a_safeguarding_text_goes_out_once_though_nothing_can_be_kept(database, full_disk, slack):
    async def scenario():
        statuses = [await send(direct(CONCERN), retry) for retry in (None, 1)]
        await settle()
        return statuses

    assert asyncio.run(scenario()) == [503, 200]
    [post] = slack.posts
    assert "Robin Sample" in post.text


@pytest.mark.parametrize(("body", "retry"), [(direct(), 1), (payload("command"), None)], ids=["event", "command"])
def test_what_cannot_be_kept_and_will_not_come_again_is_said(database, full_disk, slack, body, retry):
    async def scenario():
        status = await send(answerable(slack, body), retry)
        await settle()
        return status

    assert asyncio.run(scenario()) == 200
    assert "could not be stored" in slack.posts[0].text


def test_a_thread_of_others_is_told_nothing_and_kept_nowhere(database, slack, kept):
    assert asyncio.run(send(payload("thread_reply"))) == 503
    assert asyncio.run(send(payload("thread_reply"), retry=1)) == 200
    assert slack.posts == []
    assert kept() == []


def test_what_is_kept_names_nobody(database, slack, kept):
    asyncio.run(send(direct("can jayden ring 07700 900123")))
    [words] = kept()
    assert "can [name] ring [phone]" in words
    assert "jayden" not in words
