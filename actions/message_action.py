"""What all our actions are: a tracker in, one message out."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.datatypes.answer import Message


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
