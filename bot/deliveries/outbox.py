"""The outbox: what a person is to be told, a row until the platform has taken it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from bot.datatypes.answer import Message
from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry
from bot.deliveries.received_message import ReceivedMessage
from bot.deliveries.wake_up import wake_up

# The channel whose page fetches what waits for it: nobody sends, and there is no address.
FETCHED_CHANNEL = "web"


def queue_reply(message: ReceivedMessage, messages: Sequence[Message]) -> Delivery:
    """Queue the reply to a received message. Call it in the transaction that records the answer.

    A safeguarding text goes to the asker alone, wherever the message was written.
    """
    entry = InboxEntry.objects.filter(channel=message.channel, event_id=message.event_id).first()
    return _queue(
        Delivery(
            entry=entry,
            channel=message.channel,
            school=message.school,
            conversation=message.conversation,
            is_private=message.is_private or are_for_asker_alone(messages),
        ),
        message.address,
        messages,
    )


def queue_proactive(school: str, channel: str, conversation: str, message: Message) -> bool:
    """Queue what a conversation is told later, such as the safeguarding lead's reply, to its last address.

    Call it in the transaction of what it tells of.

    :returns: False where the conversation cannot be reached (the HTTP API's, or one that never was): nothing is queued.
    """
    last = ConversationAddress.objects.filter(channel=channel, school=school, conversation=conversation).first()
    if last is None and channel != FETCHED_CHANNEL:
        return False
    is_private = are_for_asker_alone([message]) or bool(last and last.is_private)
    delivery = Delivery(channel=channel, school=school, conversation=conversation, is_private=is_private)
    _queue(delivery, last.address if last else {}, [message])
    return True


def are_for_asker_alone(messages: Sequence[Message]) -> bool:
    """Whether messages speak of a concern, and so may be seen by nobody but the asker."""
    return any(message.answer and message.answer.outcome.startswith("safeguarding") for message in messages)


def _queue(delivery: Delivery, address: Mapping[str, object], messages: Sequence[Message]) -> Delivery:
    delivery.address = dict(address)
    delivery.messages = [message.model_dump(mode="json") for message in messages]
    with transaction.atomic():
        delivery.save()
        wake_up.ring_on_commit()
    return delivery
