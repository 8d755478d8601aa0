"""The inbox: what a platform sent, committed before it is acknowledged, and handled once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from bot.datatypes.answer import Message
from bot.deliveries.lane import Lane
from bot.deliveries.models import ConversationAddress, InboxEntry, UnknownWorkspace
from bot.deliveries.outbox import mark_sent, queue_reply
from bot.deliveries.received_message import ReceivedMessage
from bot.deliveries.wake_up import wake_up


def receive(message: ReceivedMessage, *, ask_first: Message | None = None) -> bool:
    """Store what a platform sent; acknowledge it only after this has returned. False: it was stored before.

    ``ask_first`` is asked of somebody whose school is not known; the event waits for ``assign_school``.

    :raises django.db.Error: it was not stored. Do not acknowledge it, so that the platform sends it again.
    """
    now = timezone.now()
    with transaction.atomic():
        entry, is_new = InboxEntry.objects.get_or_create(
            channel=message.channel, event_id=message.event_id, defaults=_columns(message, now)
        )
        if is_new and entry.school:
            _remember_address(entry)
            wake_up.ring_on_commit()
        if is_new and ask_first:
            queue_reply(message, [ask_first])
    return is_new


def _columns(message: ReceivedMessage, now: datetime) -> dict[str, object]:
    return {
        "conversation": message.conversation,
        "school": message.school,
        "asker": message.asker,
        "role": message.role or "",
        "text": _storable(message.text),
        "button": message.button,
        "address": dict(message.address),
        "is_private": message.is_private,
        "was_told": message.was_told,
        "ordered_at": min(message.sent_at or now, now),
        "received_at": now,
    }


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL, and UTF-8 no half of a surrogate pair; neither carries meaning."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _remember_address(entry: InboxEntry) -> None:
    ConversationAddress.objects.update_or_create(
        channel=entry.channel,
        school=entry.school,
        conversation=entry.conversation,
        defaults={"address": entry.address, "is_private": entry.is_private, "updated_at": entry.received_at},
    )


def waiting_conversations() -> list[Lane]:
    """The conversations in which something waits to be handled, the one that waits longest first."""
    waiting = InboxEntry.objects.filter(handled_at=None).exclude(school="")
    lanes = waiting.values_list("channel", "school", "conversation").annotate(first=Min("id")).order_by("first")
    return [Lane(*row[:3]) for row in lanes]


def next_entry(lane: Lane) -> InboxEntry | None:
    """What is to be handled next in a conversation: in the order in which it was sent, as far as it has arrived."""
    return InboxEntry.objects.filter(**lane._asdict(), handled_at=None).order_by("ordered_at", "id").first()


def waiting_questions() -> set[UUID]:
    """The ids of the questions that will be answered yet."""
    return set(InboxEntry.objects.filter(handled_at=None).values_list("question_id", flat=True))


def finish(message: ReceivedMessage, messages: Sequence[Message], *, is_sent: bool = False) -> bool:
    """Queue the reply to a stored event and mark it handled; its words are erased here. Joins the caller's transaction.

    ``is_sent``: the asker has these messages already; they are only written down.

    :returns: False if it was handled before: nothing is queued.
    """
    with transaction.atomic():
        waiting = InboxEntry.objects.filter(channel=message.channel, event_id=message.event_id, handled_at=None)
        if not waiting.update(handled_at=timezone.now(), text=""):
            return False
        delivery = queue_reply(message, messages)
        if is_sent:
            mark_sent(delivery, None)
    return True


def received_message(entry: InboxEntry) -> ReceivedMessage:
    """A stored event as its channel handed it in."""
    return ReceivedMessage(
        channel=entry.channel,
        event_id=entry.event_id,
        conversation=entry.conversation,
        school=entry.school,
        asker=entry.asker,
        text=entry.text,
        button=entry.button,
        role=entry.role or None,
        address=entry.address,
        sent_at=entry.ordered_at,
        is_private=entry.is_private,
        was_told=entry.was_told,
    )


def assign_school(channel: str, chooser: str, school: str, asker: str) -> None:
    """Have what ``chooser`` asked before choosing ``school`` answered now. ``asker`` is their pseudonym there."""
    if not chooser:
        return
    with transaction.atomic():
        waiting = list(InboxEntry.objects.filter(channel=channel, school="", asker=chooser, handled_at=None))
        for entry in waiting:
            entry.school, entry.asker = school, asker
            entry.save(update_fields=["school", "asker"])
            _remember_address(entry)
        wake_up.ring_on_commit()


def note_unknown_workspace(channel: str, workspace: str) -> None:
    """Write down for the administrator that a workspace of no school wrote: one row a day, with a count."""
    row, _ = UnknownWorkspace.objects.get_or_create(
        channel=channel, workspace=workspace[:200], day=timezone.localdate()
    )
    UnknownWorkspace.objects.filter(pk=row.pk).update(messages=F("messages") + 1, last_at=timezone.now())
