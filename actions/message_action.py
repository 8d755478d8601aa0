"""What all our actions are: a tracker in, one message out."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.engine import engine
from bot.answering.answer_pipeline import search_and_answer
from bot.answering.message_text import build_message
from bot.datatypes.answer import Message, Question


class MessageAction(Action):  # type: ignore[misc]
    """An action that utters one message; its name in the domain is its class's, in snake case."""

    @classmethod
    def name(cls) -> str:
        """The name in the domain: ``ActionReferToPerson`` is ``action_refer_to_person``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def message(self, tracker: Tracker) -> Message:
        """The message to utter."""
        raise NotImplementedError

    def events(self, tracker: Tracker) -> list[dict[str, Any]]:
        """What the dialogue is to remember."""
        return []

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Utter the message (Rasa SDK's protocol)."""
        dispatcher.utter_message(json_message=self.message(tracker).model_dump(mode="json"))
        return self.events(tracker)


def utter_answer(dispatcher: CollectingDispatcher, question: Question) -> dict[str, Any]:
    """Answer a question.

    :returns: the event that hands the account of the search on to the gateway; the asker never sees it.
    """
    answer, search = search_and_answer(question, engine())
    dispatcher.utter_message(json_message=build_message(answer).model_dump(mode="json"))
    event: dict[str, Any] = SlotSet("search", search.model_dump(mode="json"))
    return event
