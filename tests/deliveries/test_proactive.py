"""What a conversation is told later, by a person."""

from __future__ import annotations

import pytest

from bot.channels.database_threads import in_database_thread
from bot.datatypes.answer import Message, Outcome
from bot.deliveries.inbox import receive
from bot.deliveries.models import Delivery
from bot.deliveries.outbox import queue_proactive
from tests.channels.fake_dialogue import message_with
from tests.deliveries.conftest import event

pytestmark = pytest.mark.django_db(transaction=True)

SEEN = Message(kind="text", text="Seen by Robin Sample at 10:42.")


def test_it_goes_to_the_conversations_last_address(work):
    async def scenario(sender):
        await in_database_thread(receive, event(1, address={"room": "before"}))
        await in_database_thread(receive, event(2, address={"room": "now"}))
        await in_database_thread(queue_proactive, "oakfield", "slack", "c-1", SEEN)
        await sender.until(lambda: ("now", SEEN.text) in sender.sent)

    work(scenario)


@pytest.mark.parametrize(
    ("school", "channel", "conversation"),
    [("oakfield", "api", "c-1"), ("oakfield", "slack", "c-2"), ("elmhurst", "slack", "c-1")],
)
def test_a_conversation_that_cannot_be_reached_is_told_nothing(school, channel, conversation):
    receive(event())
    assert not queue_proactive(school, channel, conversation, SEEN)
    assert not Delivery.objects.exists()


def test_what_speaks_of_a_concern_is_private():
    receive(event())
    queue_proactive("oakfield", "slack", "c-1", message_with(Outcome.SAFEGUARDING_CONCERN))
    assert Delivery.objects.get().is_private


def test_a_conversation_that_was_private_stays_so():
    receive(event(is_private=True))
    queue_proactive("oakfield", "slack", "c-1", SEEN)
    assert Delivery.objects.get().is_private
