"""The door of every platform: from an event to a committed row of the right school, before it is acknowledged."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from bot.channels.school_messages import (
    asks_to_change,
    build_not_offered,
    build_school_chosen,
    build_school_question,
    build_unknown_workspace,
    chosen_school,
)
from bot.channels.school_of_channel import Place, choose_school, find_school, forget_school
from bot.datatypes.answer import Message
from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.inbox import assign_school, finish, note_unknown_workspace, receive
from bot.deliveries.received_message import ReceivedMessage


def take_in(place: Place, message: ReceivedMessage) -> bool:
    """Store a platform's event for the school it belongs to. Acknowledge it only after this has returned.

    ``school`` and ``asker`` of ``message`` are filled in here. Who has to choose a school is asked; the question waits
    for the choice. One transaction; call it in a database thread.

    :returns: False if it was taken in before.
    :raises django.db.Error: it was not stored. Do not acknowledge it, so that the platform sends it again.
    """
    with transaction.atomic():
        chosen = chosen_school(message.button)
        if chosen is not None:
            return _take_in_choice(place, message, chosen)
        if asks_to_change(message.text):
            forget_school(place)
        found = find_school(place)
        message = replace(message, is_private=message.is_private or found.is_private)
        if found.school is not None:
            return receive(_of_school(place, message, found.school.school))
        return _take_in_unplaced(place, replace(message, school="", asker=place.chooser))


def _of_school(place: Place, message: ReceivedMessage, school: str) -> ReceivedMessage:
    return replace(message, school=school, asker=make_pseudonym(school, place.channel, place.user))


def _take_in_choice(place: Place, message: ReceivedMessage, school: str) -> bool:
    profile = choose_school(place, school)
    message = replace(message, is_private=message.is_private or bool(place.room))
    if profile is None:
        return _answer_at_once(replace(message, school="", asker=place.chooser), build_not_offered())
    placed = _of_school(place, message, school)
    is_new = _answer_at_once(placed, build_school_chosen(profile))
    assign_school(place.channel, place.chooser, school, placed.asker)
    return is_new


def _take_in_unplaced(place: Place, message: ReceivedMessage) -> bool:
    choices = find_school(place).choices
    if not choices:
        is_new = _answer_at_once(message, build_unknown_workspace())
        if is_new:
            note_unknown_workspace(place.channel, place.workspace)
        return is_new
    if asks_to_change(message.text):
        return _answer_at_once(message, build_school_question(choices))
    return receive(message, ask_first=build_school_question(choices))


def _answer_at_once(message: ReceivedMessage, reply: Message) -> bool:
    """Store an event that needs no looking up together with its reply."""
    is_new = receive(message)
    if is_new:
        finish(message, [reply])
    return is_new
