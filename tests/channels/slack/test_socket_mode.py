"""The same over a connection that Signpost opens."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace

import pytest

from bot.channels.slack.socket_mode import run_socket_mode
from bot.deliveries.models import InboxEntry
from tests.channels.slack.conftest import connect, direct, payload
from tests.peers.fake_slack import APP_TOKEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def over_socket(connected, slack):
    """Runs ``scenario()``, which may block, in a thread while Signpost holds the connection."""
    connect(connected, replace(connected.SIGNPOST.slack, signing_secret="", app_token=APP_TOKEN))

    def run(scenario):
        async def both():
            connection = asyncio.create_task(run_socket_mode())
            try:
                await asyncio.to_thread(slack.until, lambda: slack.is_connected)
                await asyncio.to_thread(scenario)
            finally:
                connection.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await connection

        asyncio.run(both())

    return run


def texts():
    return list(InboxEntry.objects.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("kind", "body"), [("events_api", direct()), ("slash_commands", payload("command", text="Where do phones go?"))]
)
def test_what_comes_over_the_connection_is_stored_before_it_is_acknowledged(over_socket, slack, kind, body):
    def scenario():
        envelope = slack.send_over_socket(kind, body)
        slack.until(lambda: slack.is_acknowledged(envelope))

    over_socket(scenario)
    assert texts() == ["Where do phones go?"]


def test_an_event_that_comes_again_over_the_connection_is_taken_in_once(over_socket, slack):
    def scenario():
        for attempt in range(2):
            envelope = slack.send_over_socket("events_api", direct(), attempt=attempt)
            slack.until(lambda envelope=envelope: slack.is_acknowledged(envelope))

    over_socket(scenario)
    assert texts() == ["Where do phones go?"]


def test_without_an_app_token_no_connection_is_opened(connected, slack):
    asyncio.run(run_socket_mode())
    assert slack.calls == []
