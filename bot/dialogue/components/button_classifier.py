"""A pressed button is certain: it says itself what is meant."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.buttons import BUTTONS
from bot.dialogue.components.message_component import MessageComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ButtonClassifier(MessageComponent, IntentClassifier):
    """Sets the intent of a message whose metadata, which only the gateway's channel can set, names a button."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, with confidence 1 and no rivals, where a known button was pressed."""
        for message in messages:
            button = (message.get("metadata") or {}).get("button")
            if button in BUTTONS:
                intent = {"name": button, "confidence": 1.0}
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
        return messages
