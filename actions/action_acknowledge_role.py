"""Takes note of who is asking, and answers the last question again for them."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation_state import last_question, role_of
from actions.message_action import MessageAction, utter_answer
from bot.answering.fixed_messages import build_role_message
from bot.datatypes.answer import Message


class ActionAcknowledgeRole(MessageAction):
    """Somebody said who they are: "I'm a volunteer"."""

    def message(self, tracker: Tracker) -> Message:
        """Thanks, where there is no question to answer again."""
        return build_role_message(role_of(tracker) or "")

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Utter thanks, or the last question's answer for this role (Rasa SDK's protocol)."""
        question = last_question(tracker)
        if question is None:
            return super().run(dispatcher, tracker, domain)
        return [utter_answer(dispatcher, question.model_copy(update={"skip": 0, "role": role_of(tracker)}))]
