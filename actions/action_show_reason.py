"""Shows what the policy says of the reasons for the rule that was quoted last."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation_state import last_question
from actions.engine import engine
from actions.message_action import MessageAction
from bot.answering.reason_message import build_reason_message
from bot.datatypes.answer import Message


class ActionShowReason(MessageAction):
    """The question "why?", however it is put."""

    def message(self, tracker: Tracker) -> Message:
        """The clauses that give a reason, or where the rule stands."""
        return build_reason_message(last_question(tracker), engine())
