"""Where a report of a danger and a question cannot be told apart, safety wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

REPORTS = frozenset({"report_concern", "report_emergency", "report_allegation", "report_allegation_about_head"})


def weigh_reports(ranking: Sequence[dict[str, Any]], threshold: float) -> dict[str, Any] | None:
    """The likeliest report, with the confidence in all reports together, where that reaches ``threshold``; else None.

    A report's probability spreads over four intents, and over the topics that share its words; the single
    likeliest intent is then often a topic.
    """
    reports = [intent for intent in ranking if intent["name"] in REPORTS]
    together = sum(intent["confidence"] for intent in reports)
    if not reports or together < threshold:
        return None
    likeliest = max(reports, key=lambda intent: intent["confidence"])
    return {"name": likeliest["name"], "confidence": together}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafeguardingClassifier(GraphComponent, IntentClassifier):
    """Chooses a report over any other intent, the fallback included, and then shortens the ranking.

    ``threshold`` is the confidence in all reports together that is enough; ``ranking_length`` how many
    intents the ranking keeps. It needs the whole ranking: ``ranking_length: 0`` at the classifier before it.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings that config.yml may change."""
        return {"threshold": 0.2, "ranking_length": 10}

    def __init__(self, config: dict[str, Any]) -> None:
        self._threshold = float(config["threshold"])
        self._ranking_length = int(config["ranking_length"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafeguardingClassifier:
        """The classifier; it has nothing to load."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Put a report first where there is reason to, and shorten the ranking."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY, [])
            report = weigh_reports(ranking, self._threshold)
            if report is not None:
                ranking = [report, *(intent for intent in ranking if intent["name"] != report["name"])]
                message.set(INTENT, report, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[: self._ranking_length], add_to_output=True)
        return messages
