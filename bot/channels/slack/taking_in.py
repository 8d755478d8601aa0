"""From a payload that was read to a committed row. Every function needs a database thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from bot.channels.front_door import take_in
from bot.channels.school_of_channel import find_school
from bot.channels.slack.incoming import CHANNEL, Incoming
from bot.channels.slack.shared_answer import find_shown, is_share, shared_messages
from bot.channels.slack.wording import build_how_to_ask
from bot.channels.typed_text import has_words
from bot.datatypes.answer import Message
from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.inbox import finish
from bot.deliveries.models import ConversationAddress, InboxEntry
from bot.deliveries.received_message import ReceivedMessage
from bot.questions.models import AnswerRecord


def take_in_typed(incoming: Incoming) -> bool:
    """Store what was typed; False if it was stored before, or nobody asked Signpost.

    :raises django.db.Error: it was not stored.
    """
    if incoming.only_if_known and not _is_known(incoming):
        return False
    if has_words(incoming.message.text):
        return take_in(incoming.place, incoming.message)
    return _answer_at_once(incoming, [build_how_to_ask()])


def take_in_press(incoming: Incoming) -> bool:
    """Store a press of a button; False if it was stored before.

    An answer may have been shown elsewhere than in its conversation: a concern of a channel is answered in private.

    :raises django.db.Error: it was not stored.
    """
    with transaction.atomic():
        shown = _find_shown(incoming)
        if shown is None:
            return take_in(incoming.place, incoming.message)
        message = replace(incoming.message, conversation=shown.question.conversation)
        if not is_share(message.button):
            return take_in(incoming.place, message)
        return _share(replace(incoming, message=message), shown)


def _is_known(incoming: Incoming) -> bool:
    """Whether Signpost answers in this thread: somebody mentioned it there."""
    school = find_school(incoming.place).school
    conversation = incoming.message.conversation
    if school is None:  # nobody can be answered before a school is chosen, but the mention may still wait for that
        return InboxEntry.objects.filter(channel=CHANNEL, conversation=conversation, handled_at=None).exists()
    known = ConversationAddress.objects.filter(channel=CHANNEL, school=school.school, conversation=conversation)
    return known.exists()


def _find_shown(incoming: Incoming) -> AnswerRecord | None:
    school = find_school(incoming.place).school
    if school is None:
        return None
    asker = make_pseudonym(school.school, CHANNEL, incoming.place.user)
    return find_shown(incoming.message.button, school.school, asker)


def _share(incoming: Incoming, shown: AnswerRecord) -> bool:
    messages = shared_messages(shown)
    if not messages:
        return take_in(incoming.place, incoming.message)
    address = {**incoming.message.address, "to_all": True}
    to_all: ReceivedMessage = replace(incoming.message, address=address, is_private=False)
    return _answer_at_once(replace(incoming, message=to_all), messages)


def _answer_at_once(incoming: Incoming, replies: Sequence[Message]) -> bool:
    """Store what needs no looking up together with its reply."""
    with transaction.atomic():
        is_new = take_in(incoming.place, incoming.message)
        if is_new:
            finish(incoming.message, replies)
    return is_new
