"""Answers the message just received from the school's policies."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.conversation_state import latest_question
from actions.engine import engine
from actions.message_action import MessageAction
from bot.answering.answer_pipeline import answer_question
from bot.answering.message_text import build_message
from bot.datatypes.answer import Message


class ActionAnswerPolicyQuestion(MessageAction):
    """Every policy topic, and whatever fits no topic."""

    def message(self, tracker: Tracker) -> Message:
        """The answer."""
        return build_message(answer_question(latest_question(tracker), engine()))

    def events(self, tracker: Tracker) -> list[dict[str, Any]]:
        """The question, for "more"."""
        return [SlotSet("last_question", latest_question(tracker).text)]
