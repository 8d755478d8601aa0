"""What ``signpost check`` counts of what did not arrive."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from bot.datatypes.answer import Message
from bot.deliveries.inbox import note_unknown_workspace, receive
from bot.deliveries.models import Delivery, InboxEntry
from bot.deliveries.outbox import mark_undeliverable, queue_reply
from tests.deliveries.conftest import event

pytestmark = pytest.mark.django_db

TEXT = Message(kind="text", text="Here.")
NOTHING = {"undeliverable": 0, "late": 0, "unanswered": 0, "unknown_workspaces": 0}


@pytest.fixture
def counts(capsys):
    def read():
        call_command("check_deliveries")
        return json.loads(capsys.readouterr().out)

    return read


def an_hour_ago():
    return timezone.now() - timedelta(hours=1)


def test_nothing_is_counted_where_all_is_well(counts):
    receive(event())
    queue_reply(event(), [TEXT])
    assert counts() == NOTHING


def test_what_will_not_arrive_is_counted(counts):
    mark_undeliverable(queue_reply(event(), [TEXT]), "gone")
    assert counts() == NOTHING | {"undeliverable": 1}


def test_what_waits_too_long_is_counted(counts):
    queue_reply(event(), [TEXT])
    Delivery.objects.update(created_at=an_hour_ago())
    assert counts() == NOTHING | {"late": 1}


def test_what_is_not_answered_is_counted(counts):
    receive(event())
    receive(event(2, school=""))  # waits for its asker, not for us
    InboxEntry.objects.update(received_at=an_hour_ago())
    assert counts() == NOTHING | {"unanswered": 1}


def test_a_workspace_of_no_school_is_counted_once(counts):
    for _ in range(3):
        note_unknown_workspace("slack", "T9")
    assert counts() == NOTHING | {"unknown_workspaces": 1}


def test_tables_that_are_not_there_yet_are_no_error(counts, monkeypatch):
    def fail(_now):
        raise DatabaseError("no such table")

    monkeypatch.setattr("bot.deliveries.management.commands.check_deliveries.count_attention", fail)
    assert counts() == {}
