"""Who is let in at ``/slack/events``, and that what is let in is a row before it is acknowledged."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

import pytest
from django.db import OperationalError

from bot.channels.slack import bolt_app
from bot.deliveries.models import InboxEntry
from tests.channels.slack.conftest import connect, direct, payload
from tests.peers.fake_slack import encoded, signed

pytestmark = pytest.mark.django_db(transaction=True)

MARKER = "zebra-crossing-marker"


def rows():
    return InboxEntry.objects.count()


def test_an_event_is_a_row_when_it_is_acknowledged(knock):
    assert knock(direct()).status_code == 200
    entry = InboxEntry.objects.get()
    assert (entry.school, entry.text, entry.channel) == ("oakfield", "Where do phones go?", "slack")


def test_slack_is_told_the_challenge_of_a_new_address(knock):
    response = knock(payload("url_verification") | {})
    assert response.status_code == 200
    assert b"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" in response.content


@pytest.mark.parametrize(
    "wrong",
    [
        {"headers": {}},
        {"secret": "another-secret"},
        {"secret": ""},
        {"at": 0.0},
        {"headers": {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=0"}},
    ],
    ids=["missing", "wrong", "empty secret", "old", "rubbish"],
)
def test_a_request_that_slack_did_not_sign_is_refused(knock, wrong):
    assert knock(direct(), **wrong).status_code == 401
    assert rows() == 0


def test_a_signature_of_six_minutes_ago_is_refused(knock):
    assert knock(direct(), at=time.time() - 360).status_code == 401


def test_a_signature_for_other_words_is_refused(knock):
    assert knock(direct("Where do bags go?"), headers=signed(encoded(direct())[0])).status_code == 401
    assert rows() == 0


def test_a_replayed_request_is_taken_in_once(knock):
    headers = signed(encoded(direct())[0])
    assert [knock(direct(), headers=dict(headers)).status_code for _ in range(2)] == [200, 200]
    assert rows() == 1


def test_an_event_that_slack_sends_again_is_taken_in_once(knock):
    knock(direct())
    assert knock(direct(), retry=1).status_code == 200
    assert rows() == 1


def test_a_retry_whose_first_delivery_never_came_is_taken_in(knock):
    knock(direct(), retry=2)
    assert rows() == 1


def test_a_command_that_is_replayed_is_taken_in_once(knock):
    knock(payload("command"))
    knock(payload("command"))
    assert rows() == 1


def test_a_body_beyond_measure_is_refused(knock):
    assert knock(direct("x" * 300_000)).status_code == 400
    assert rows() == 0


def test_without_slack_there_is_no_door(knock, connected):
    connect(connected, None)
    assert knock(direct()).status_code == 404


def test_without_a_signing_secret_there_is_no_door(knock, connected):
    connect(connected, replace(connected.SIGNPOST.slack, signing_secret="", app_token="xapp-1"))
    assert knock(direct(), secret="").status_code == 404


def test_a_browser_finds_nothing(connected, client):
    assert client.get("/slack/events").status_code == 404


@pytest.fixture
def broken(monkeypatch):
    """The database takes nothing."""

    def fail(*_arguments):
        raise OperationalError(MARKER)

    monkeypatch.setattr(bolt_app, "take_in_typed", fail)
    monkeypatch.setattr("bot.channels.kept_event.take_in", fail)


@pytest.mark.parametrize("body", [direct(MARKER), payload("command", text=MARKER)], ids=["event", "command"])
@pytest.mark.parametrize("wrong", [{"secret": "another-secret"}, {}], ids=["refused", "not stored"])
def test_what_somebody_wrote_is_never_logged(knock, broken, caplog, body, wrong):
    with caplog.at_level(logging.DEBUG):
        knock(body, **wrong)
    assert caplog.text
    assert MARKER not in caplog.text
