"""Shows the clauses that come after those already shown for the last question."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation_state import last_question
from actions.engine import engine
from actions.message_action import MessageAction
from bot.answering.further_clauses import build_more_message
from bot.datatypes.answer import Message


class ActionShowMoreClauses(MessageAction):
    """The button "More clauses", and "more" as people type it."""

    def message(self, tracker: Tracker) -> Message:
        """Up to three further clauses."""
        return build_more_message(last_question(tracker), engine())
