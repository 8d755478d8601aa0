"""Answers the message just received from the school's policies."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation_state import latest_question
from actions.message_action import MessageAction, utter_answer


class ActionAnswerPolicyQuestion(MessageAction):
    """Every policy topic, and whatever fits no topic."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Utter the answer; remember the question for "more", and how the search went (Rasa SDK's protocol)."""
        question = latest_question(tracker)
        return [SlotSet("last_question", question.text), utter_answer(dispatcher, question)]
