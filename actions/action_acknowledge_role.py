"""Takes note of who is asking, and answers the last question again for them."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation_state import last_question, role_of
from actions.engine import engine
from actions.message_action import MessageAction
from bot.answering.answer_pipeline import answer_question
from bot.answering.fixed_messages import build_role_message
from bot.answering.message_text import build_message
from bot.datatypes.answer import Message


class ActionAcknowledgeRole(MessageAction):
    """Somebody said who they are: "I'm a volunteer"."""

    def message(self, tracker: Tracker) -> Message:
        """Thanks, or the last question's answer for this role."""
        question = last_question(tracker)
        if question is None:
            return build_role_message(role_of(tracker) or "")
        for_them = question.model_copy(update={"skip": 0, "role": role_of(tracker)})
        return build_message(answer_question(for_them, engine()))
