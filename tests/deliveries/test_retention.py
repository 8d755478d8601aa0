"""How long rows are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bot.datatypes.answer import Message
from bot.deliveries.inbox import finish, note_unknown_workspace, receive
from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry, UnknownWorkspace
from bot.deliveries.outbox import mark_sent, mark_undeliverable
from bot.deliveries.retention import erase_old_rows
from tests.deliveries.conftest import event

pytestmark = pytest.mark.django_db

TEXT = Message(kind="text", text="Here.")


def in_days(days):
    return timezone.now() + timedelta(days=days)


def handled():
    receive(event())
    finish(event(), [TEXT])


def sent():
    handled()
    mark_sent(Delivery.objects.get(), None)


def undeliverable():
    handled()
    mark_undeliverable(Delivery.objects.get(), "gone")


@pytest.mark.parametrize(
    ("make", "table", "days"),
    [
        (handled, InboxEntry, 7),
        (lambda: receive(event(school="")), InboxEntry, 1),
        (sent, Delivery, 30),
        (undeliverable, Delivery, 90),
        (lambda: note_unknown_workspace("slack", "T9"), UnknownWorkspace, 90),
        (handled, ConversationAddress, 180),
    ],
)
def test_rows_are_erased_when_they_have_served_their_time(make, table, days):
    make()
    erase_old_rows(in_days(days - 0.1))
    assert table.objects.count() == 1
    erase_old_rows(in_days(days + 0.1))
    assert table.objects.count() == 0


def test_what_waits_is_never_erased():
    receive(event())
    finish(event(), [TEXT])
    receive(event(2))
    erase_old_rows(in_days(1000))
    assert InboxEntry.objects.filter(handled_at=None).count() == 1
    assert Delivery.objects.filter(sent_at=None).count() == 1
