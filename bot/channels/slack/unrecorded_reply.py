"""What somebody is told whose message could not be stored and will not be sent again: nobody is left without a word."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from django.db import Error as DatabaseError

from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.answering.safeguarding_screen import screen_by_words
from bot.channels.database_threads import in_database_thread
from bot.channels.fixed_replies import build_safe_reply
from bot.channels.school_of_channel import find_school
from bot.channels.slack.incoming import Incoming
from bot.channels.slack.workspaces import quiet_log
from bot.datatypes.answer import Message
from bot.datatypes.policy import SchoolProfile
from bot.deliveries.sender import DeliveryError, Outgoing, Sender

PATIENCE = 1.0  # seconds to find out whose school it is

_UNKNOWN = SchoolProfile(school="", name="")


async def reply_unrecorded(sender: Sender, incoming: Incoming) -> None:
    """Send the asker alone the safeguarding text their message calls for, else that it could not be stored."""
    profile = await _profile(incoming)
    reply = _reply(incoming.message.text, profile)
    try:
        await sender.send(Outgoing(incoming.message.address, [reply], uuid4(), is_private=True))
    except DeliveryError as error:
        quiet_log.error("Somebody whose message was not stored could not be told (%s).", error.problem)


def _reply(text: str, profile: SchoolProfile) -> Message:
    outcome = screen_by_words(text).outcome
    return build_safeguarding_message(outcome, profile) if outcome else build_safe_reply(profile, kept=False)


async def _profile(incoming: Incoming) -> SchoolProfile:
    try:
        async with asyncio.timeout(PATIENCE):
            return (await in_database_thread(find_school, incoming.place)).school or _UNKNOWN
    except (DatabaseError, TimeoutError):
        return _UNKNOWN
