"""The door of every platform: from an event to a committed row of the right school, before it is acknowledged."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from bot.channels.link_code import take_in_code
from bot.channels.school_messages import (
    asks_to_change,
    build_not_offered,
    build_school_chosen,
    build_school_question,
    build_unknown_workspace,
    chosen_school,
)
from bot.channels.school_of_channel import Place, SchoolFound, choose_school, find_school, forget_school
from bot.datatypes.answer import Message
from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.inbox import assign_school, finish, note_unknown_workspace, receive
from bot.deliveries.received_message import ReceivedMessage
from bot.notifications.chat_links import is_code


def take_in(place: Place, message: ReceivedMessage) -> bool:
    """Store a platform's event for the school it belongs to. Acknowledge it only after this has returned.

    ``school`` and ``asker`` of ``message`` are filled in here. Who has to choose a school is asked; the question waits
    for the choice. One transaction; call it in a database thread.

    :returns: False if it was taken in before.
    :raises django.db.Error: it was not stored. Do not acknowledge it, so that the platform sends it again.
    """
    found = find_school(place)  # looks at files: not while the database is held
    with transaction.atomic():
        chosen = chosen_school(message.button)
        if chosen is not None:
            return _take_in_choice(place, message, chosen)
        if is_code(message.text):
            return take_in_code(place, message, found)
        message = replace(message, is_private=message.is_private or found.is_private)
        if found.choices and asks_to_change(message.text):
            return _take_in_change(place, message, found)
        if found.school is not None:
            return receive(_of_school(place, message, found.school.school))
        unplaced = replace(message, school="", asker=place.chooser)
        if found.choices:
            return receive(unplaced, ask_first=build_school_question(found.choices))
        return _take_in_unknown(place, unplaced)


def _of_school(place: Place, message: ReceivedMessage, school: str) -> ReceivedMessage:
    return replace(message, school=school, asker=make_pseudonym(school, place.channel, place.user))


def _take_in_choice(place: Place, message: ReceivedMessage, school: str) -> bool:
    profile = choose_school(place, school)
    message = replace(message, is_private=message.is_private or bool(place.room))
    if profile is None:
        return answer_at_once(replace(message, school="", asker=place.chooser), build_not_offered())
    placed = _of_school(place, message, school)
    assign_school(place.channel, place.chooser, school, placed.asker)
    return answer_at_once(placed, build_school_chosen(profile))


def _take_in_change(place: Place, message: ReceivedMessage, found: SchoolFound) -> bool:
    unplaced = replace(message, school="", asker=place.chooser)
    is_new = answer_at_once(unplaced, build_school_question(found.choices))
    if is_new:
        forget_school(place)
    return is_new


def _take_in_unknown(place: Place, message: ReceivedMessage) -> bool:
    is_new = answer_at_once(message, build_unknown_workspace())
    if is_new:
        note_unknown_workspace(place.channel, place.workspace)
    return is_new


def answer_at_once(message: ReceivedMessage, reply: Message) -> bool:
    """Store an event that needs no looking up together with its reply. Joins the caller's transaction.

    :returns: False if it was stored before: nothing is queued.
    :raises django.db.Error: it was not stored.
    """
    with transaction.atomic():
        return receive(message) and finish(message, [reply])
