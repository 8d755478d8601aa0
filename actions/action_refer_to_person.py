"""Says whom to speak to."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation_state import school_of
from actions.engine import known_profile_of
from actions.message_action import MessageAction
from bot.answering.fixed_messages import build_person_message
from bot.datatypes.answer import Message


class ActionReferToPerson(MessageAction):
    """The asker wants a person."""

    def message(self, tracker: Tracker) -> Message:
        """The safeguarding lead's name, or the next person's."""
        return build_person_message(known_profile_of(school_of(tracker)))
