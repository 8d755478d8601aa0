"""What a platform sent is stored once, before it is acknowledged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from bot.datatypes.answer import Message
from bot.deliveries.inbox import finish, next_entry, receive
from bot.deliveries.lane import Lane
from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry
from tests.deliveries.conftest import event

pytestmark = pytest.mark.django_db(transaction=True)

LANE = Lane("slack", "oakfield", "c-1")


def test_an_event_is_stored_as_it_came():
    assert receive(event(text="May I?", button="b:show_more", sent_at=timezone.now() - timedelta(minutes=1)))
    entry = InboxEntry.objects.get()
    assert (entry.text, entry.button, entry.role, entry.address) == ("May I?", "b:show_more", "staff", {"room": "c-1"})


def test_the_same_event_again_is_not_stored_again():
    receive(event())
    assert not receive(event(text="the platform tried again"))
    assert InboxEntry.objects.get().text == "question 1"


def test_the_same_id_on_another_channel_is_another_event():
    receive(event())
    assert receive(event(channel="teams"))


def receive_and_close(message):
    try:
        return receive(message)
    finally:
        connection.close()


def test_an_event_that_comes_twice_at_once_is_stored_once():
    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(receive_and_close, [event()] * 8))
    assert sorted(taken) == [False] * 7 + [True]
    assert InboxEntry.objects.count() == 1


def test_an_event_of_a_transaction_that_fails_is_not_stored():
    with pytest.raises(DatabaseError), transaction.atomic():
        receive(event())
        raise DatabaseError
    assert not InboxEntry.objects.exists()


def test_a_handled_event_is_known_and_its_words_are_gone():
    receive(event())
    finish(event(), [Message(kind="text", text="Here.")])
    assert not receive(event())
    assert InboxEntry.objects.get().text == ""


def test_an_event_is_handled_once():
    receive(event())
    assert finish(event(), [Message(kind="text", text="Here.")])
    assert not finish(event(), [Message(kind="text", text="Here again.")])
    assert Delivery.objects.get().messages[0]["text"] == "Here."


def test_events_that_arrive_out_of_order_are_handled_in_the_order_in_which_they_were_sent():
    now = timezone.now()
    receive(event(2, sent_at=now - timedelta(seconds=1)))
    receive(event(1, sent_at=now - timedelta(seconds=2)))
    assert next_entry(LANE).event_id == "T1:c-1:1"


def test_a_clock_that_is_ahead_does_not_hold_an_event_back():
    receive(event(1, sent_at=timezone.now() + timedelta(days=1)))
    receive(event(2))
    assert next_entry(LANE).event_id == "T1:c-1:1"


def test_the_last_address_of_a_conversation_is_kept():
    receive(event(1))
    receive(event(2, address={"room": "moved"}))
    assert ConversationAddress.objects.get().address == {"room": "moved"}


def test_characters_that_no_database_stores_are_replaced():
    receive(event(text="a\0b\ud800"))
    assert InboxEntry.objects.get().text == "a b?"
