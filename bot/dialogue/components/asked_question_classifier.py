"""What the gateway has read as a question is one: no small talk, whatever it resembles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.components.message_component import MessageComponent
from bot.dialogue.components.safeguarding_classifier import REPORTS
from bot.dialogue.policy_topics import NO_TOPIC, NOT_TOPICS


def is_policy_question(intent: str) -> bool:
    """Whether an intent leads to the policies."""
    return intent in NO_TOPIC or (intent.startswith("ask_") and intent not in NOT_TOPICS)


def likeliest_question(intent: dict[str, Any], ranking: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The likeliest intent that leads to the policies; a report stays a report."""
    if intent.get("name") in REPORTS:
        return intent
    fitting = [one for one in (intent, *ranking) if is_policy_question(one.get("name") or "")]
    return fitting[0] if fitting else {"name": NO_TOPIC[-1], "confidence": 0.0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AskedQuestionClassifier(MessageComponent, IntentClassifier):
    """Sets the intent of a message whose metadata, which only the gateway's channel can set, names a question."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Choose among the policies' topics where the gateway says that a question was asked."""
        for message in messages:
            if (message.get("metadata") or {}).get("question"):
                chosen = likeliest_question(message.get(INTENT) or {}, message.get(INTENT_RANKING_KEY, []))
                message.set(INTENT, chosen, add_to_output=True)
        return messages
