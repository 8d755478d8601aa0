"""The outbox: what a person is to be told, a row until the platform has taken it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.utils import timezone

from bot.datatypes.answer import Message, speak_of_concern
from bot.deliveries.lane import Lane
from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry
from bot.deliveries.received_message import ReceivedMessage
from bot.deliveries.sender import Outgoing
from bot.deliveries.wake_up import wake_up

# The channel whose page reads off the record what people did since: nothing is sent there.
_READS_THE_RECORD = "web"
# Begins the conversation of what somebody is told by themselves: each is one of its own.
NOTICE = "notice:"
PLATFORM_ID_LIMIT = 200  # characters, as in the table
PROBLEM_LIMIT = 100


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
            is_private=message.is_private or speak_of_concern(messages),
        ),
        message.address,
        messages,
    )


def queue_proactive(school: str, channel: str, conversation: str, message: Message) -> bool:
    """Queue what a conversation is told later, such as the safeguarding lead's reply, to its last address.

    Call it in the transaction of what it tells of.

    :returns: False where the conversation need not be told (the web chat's) or cannot be (the HTTP API's, or one that
        never was): nothing is queued.
    """
    last = ConversationAddress.objects.filter(channel=channel, school=school, conversation=conversation).first()
    if last is None or channel == _READS_THE_RECORD:
        return False
    is_private = speak_of_concern([message]) or last.is_private
    delivery = Delivery(channel=channel, school=school, conversation=conversation, is_private=is_private)
    _queue(delivery, last.address, [message])
    return True


def queue_notice(school: str, channel: str, address: Mapping[str, object], message: Message) -> Delivery:
    """Queue what one person alone is told by themselves, at an address that is theirs.

    Call it in the transaction of what it tells of. It waits for nothing else that goes to the same person.
    """
    delivery = Delivery(channel=channel, school=school, is_private=True)
    delivery.conversation = f"{NOTICE}{delivery.key}"
    return _queue(delivery, address, [message])


def withdraw_notice(key: UUID) -> None:
    """Send a notice no more, if it was not sent yet."""
    _waiting().filter(key=key, conversation__startswith=NOTICE).delete()


def _queue(delivery: Delivery, address: Mapping[str, object], messages: Sequence[Message]) -> Delivery:
    delivery.address = dict(address)
    delivery.messages = [message.model_dump(mode="json") for message in messages]
    with transaction.atomic():
        delivery.save()
        wake_up.ring_on_commit()
    return delivery


def waiting_conversations(channel: str, now: datetime) -> list[Lane]:
    """The conversations of ``channel`` to which something is due, the one that waits longest first."""
    waiting = _waiting().filter(channel=channel, due_at__lte=now)
    lanes = waiting.values_list("channel", "school", "conversation").annotate(first=Min("id")).order_by("first")
    return [Lane(*row[:3]) for row in lanes]


def next_delivery(lane: Lane, now: datetime) -> Delivery | None:
    """What is to be sent next in a conversation; None if nothing is, or its turn has not come."""
    first = _waiting().filter(**lane._asdict()).order_by("id").first()
    return first if first and first.due_at <= now else None


def as_outgoing(delivery: Delivery) -> Outgoing:
    """A delivery as its sender gets it.

    :raises pydantic.ValidationError: its messages were written by a version whose messages were others.
    """
    messages = [Message.model_validate(message) for message in delivery.messages]
    return Outgoing(delivery.address, messages, delivery.key, delivery.is_private)


def mark_sent(delivery: Delivery, platform_id: str | None) -> None:
    """Write down that the platform has taken a delivery."""
    taken = {"sent_at": timezone.now(), "platform_id": (platform_id or "")[:PLATFORM_ID_LIMIT]}
    _waiting().filter(pk=delivery.pk).update(**taken, problem="", messages=[], attempts=F("attempts") + 1)


def mark_undeliverable(delivery: Delivery, problem: str) -> None:
    """Write down, for a person to see, that a delivery will not arrive."""
    failed = {"failed_at": timezone.now(), "problem": problem[:PROBLEM_LIMIT]}
    _waiting().filter(pk=delivery.pk).update(**failed, messages=[], attempts=F("attempts") + 1)


def postpone(delivery: Delivery, problem: str, seconds: float) -> None:
    """Have a delivery tried again after ``seconds``; those behind it in its conversation wait too."""
    due = timezone.now() + timedelta(seconds=seconds)
    _waiting().filter(pk=delivery.pk).update(due_at=due, problem=problem[:PROBLEM_LIMIT], attempts=F("attempts") + 1)


def _waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(sent_at=None, failed_at=None)
