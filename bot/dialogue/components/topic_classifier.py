"""Which topic a message is about: Rasa's logistic regression, with its strength of regularisation open to config.yml."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from sklearn.utils.validation import check_is_fitted

from bot.dialogue.settings import IslandError


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(LogisticRegressionClassifier):
    """Rasa's classifier fixes ``C`` at 1, far too timid for vectors of length 1 and a hundred intents.

    ``C`` is scikit-learn's inverse strength of regularisation. Unlike Rasa's, a model that lost its
    classifier does not load: an untrained one would fail at every message.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's settings and ``C``."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 1.0}

    def __init__(self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=float(self.config["C"]))

    def _create_X(self, messages: list[Message]) -> np.ndarray:  # noqa: N802 - Rasa's name
        """One row per message: its sentence feature. Rasa's sparse rows take three times as long to train on."""
        return np.vstack([message.get_dense_features(TEXT)[1].features for message in messages])

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LogisticRegressionClassifier:
        """The trained classifier.

        :raises IslandError: the model does not hold one that can be read.
        """
        component = super().load(config, model_storage, resource, execution_context, **kwargs)
        try:
            check_is_fitted(component.clf)
        except ValueError as error:
            raise IslandError("The dialogue's model holds no trained topic classifier: train it again.") from error
        return component
