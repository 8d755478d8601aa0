"""From a payload that was read to a committed row. Every function needs a database thread."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from bot.channels.front_door import answer_at_once, take_in
from bot.channels.school_of_channel import find_school
from bot.channels.slack.incoming import CHANNEL, Incoming
from bot.channels.slack.shared_answer import build_not_shared, find_shown, is_share, shared_messages
from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.inbox import finish, receive
from bot.deliveries.models import ConversationAddress, InboxEntry
from bot.deliveries.received_message import ReceivedMessage
from bot.questions.models import AnswerRecord


def take_in_typed(incoming: Incoming) -> bool:
    """Store what was typed; False if it was stored before, or nobody asked Signpost.

    :raises django.db.Error: it was not stored.
    """
    if incoming.thread and not _is_known(incoming):
        return False
    return take_in(incoming.place, incoming.message)


def take_in_press(incoming: Incoming) -> bool:
    """Store a press of a button; False if it was stored before.

    The answer may have been shown elsewhere than in its conversation: what is private is sent to the asker directly.

    :raises django.db.Error: it was not stored.
    """
    found = find_school(incoming.place)
    if found.school is None:
        return take_in(incoming.place, incoming.message)
    school = found.school.school
    asker = make_pseudonym(school, CHANNEL, incoming.place.user)
    shown = find_shown(incoming.message.button, school, asker)
    if shown is None:  # somebody else's, or none: nobody but the presser need hear of it
        return take_in(incoming.place, replace(incoming.message, is_private=True))
    message = replace(incoming.message, conversation=shown.question.conversation)
    if not is_share(message.button):
        return take_in(incoming.place, message)
    placed = replace(message, school=school, asker=asker)
    return _share(placed, shown, may_be_seen_by_all=not found.is_private)


def _is_known(incoming: Incoming) -> bool:
    """Whether Signpost answers in this thread: somebody mentioned it there."""
    school = find_school(incoming.place).school
    # A range, and not "begins with", for which SQLite would not use its index.
    begins = {"conversation__gte": incoming.thread, "conversation__lt": f"{incoming.thread}~"}
    if school is None:  # the mention may still wait for its asker to choose a school
        return InboxEntry.objects.filter(channel=CHANNEL, school="", handled_at=None, **begins).exists()
    return ConversationAddress.objects.filter(channel=CHANNEL, school=school.school, **begins).exists()


def _share(message: ReceivedMessage, shown: AnswerRecord, *, may_be_seen_by_all: bool) -> bool:
    """Store a press of "share" together with what it shows; only this one reply goes to all."""
    messages = shared_messages(shown) if may_be_seen_by_all else []
    if not messages:
        return answer_at_once(message, build_not_shared())
    with transaction.atomic():
        to_all = replace(message, address={**message.address, "to_all": True}, is_private=False)
        return receive(message) and finish(to_all, messages)
