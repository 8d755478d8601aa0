"""The last NLU component: what follows it in every Rasa model would take a typed "/restart" at its word."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.components.message_component import MessageComponent
from bot.dialogue.typed_commands import without_command_prefix


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TypedCommandGuard(MessageComponent, IntentClassifier):
    """Takes leading slashes off the text, so that Rasa's RegexMessageHandler, run after every pipeline, finds none.

    The intent found by the classifiers before stays. The tracker keeps the text as the channel gave it.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Take the command prefix off each message's text."""
        for message in messages:
            if message.get(TEXT) is not None:
                message.set(TEXT, without_command_prefix(message.get(TEXT)), add_to_output=True)
        return messages
