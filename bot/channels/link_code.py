"""A code of the console's page *How I am told*, sent in Slack or Teams: in a direct message it links who sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from bot.channels.school_of_channel import Place, SchoolFound
from bot.datatypes.answer import Message
from bot.deliveries.inbox import finish, receive
from bot.deliveries.received_message import JSON, ReceivedMessage
from bot.notifications.chat_links import VALID_FOR, redeem_code, spend_code
from bot.notifications.models import Way

_LINKED = "From now on you are told here what waits for you in Signpost’s console: what kind it is and a link, no more."
_REFUSED = (
    f"That code does not work here. A code works once, for {VALID_FOR.seconds // 60} minutes, in a workspace of its "
    "school: make a new one in the console, under How I am told. After several wrong ones, wait an hour."
)
_EXPOSED = (
    "Others can read what is written there, so that code works no more. Make a new one in the console, under How I am "
    "told, and send it to me in a direct message."
)


def take_in_code(place: Place, message: ReceivedMessage, found: SchoolFound) -> bool:
    """Store the event of a code with its reply, which the sender alone sees; a code that comes again changes nothing.

    :returns: False if it was taken in before.
    :raises django.db.Error: it was not stored.
    """
    school = found.school.school if found.school else ""
    placed = replace(message, school=school, asker=place.chooser, text="", is_private=True)
    with transaction.atomic():
        if not receive(placed):
            return False
        return finish(placed, [Message(kind="text", text=_act_on(message.text, place, message.address, found))])


def _act_on(code: str, place: Place, address: Mapping[str, JSON], found: SchoolFound) -> str:
    if place.room:
        spend_code(code)
        return _EXPOSED
    schools = {profile.school for profile in (found.school, *found.choices) if profile}
    lasting = _lasting_address(place, address)
    link = redeem_code(code, Way(place.channel), schools=schools, address=lasting, sender=place.chooser)
    return _LINKED if link else _REFUSED


def _lasting_address(place: Place, address: Mapping[str, JSON]) -> Mapping[str, JSON]:
    """Where the sender alone is reached, whatever they wrote in: in Slack the person; in Teams the chat of two."""
    if place.channel == Way.SLACK:
        return {"workspace": address["workspace"], "channel": place.user, "user": place.user, "thread": None}
    return address
