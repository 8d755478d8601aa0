"""The featurizer of the NLU pipeline: one dense vector per message, from the exported sentence encoder."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.components.onnx_sentence_encoder import OnnxSentenceEncoder, encoder_digest
from bot.dialogue.settings import IslandError, encoder_folder

DIGEST_FILE = "encoder.sha256"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class OnnxSentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Sets the sentence feature of a message. A model remembers which encoder it was trained with.

    ``max_tokens``, ``batch_size`` and ``threads`` are those of :class:`OnnxSentenceEncoder`; training, when nobody
    waits for an answer, may take ``training_threads``.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings that config.yml may change."""
        settings = {"max_tokens": 128, "batch_size": 32, "threads": 1, "training_threads": 2}
        return {**DenseFeaturizer.get_default_config(), **settings}

    def __init__(
        self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource, encoder: OnnxSentenceEncoder
    ) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._encoder = encoder

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing beyond what Rasa checks itself."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The encoder's digest, so that Rasa's training cache never mixes two encoders."""
        return encoder_digest(encoder_folder())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OnnxSentenceFeaturizer:
        """A featurizer for training."""
        return cls._with_threads(config["training_threads"], config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: object,
    ) -> OnnxSentenceFeaturizer:
        """A featurizer for a trained model.

        :raises IslandError: the encoder is not the one the model was trained with.
        """
        with model_storage.read_from(resource) as folder:
            trained_with = (folder / DIGEST_FILE).read_text(encoding="ascii")
        if encoder_digest(encoder_folder()) != trained_with:
            raise IslandError(
                f"The dialogue was trained with another sentence encoder than the one in {encoder_folder()}: "
                "train it again."
            )
        return cls._with_threads(config["threads"], config, model_storage, resource, execution_context)

    @classmethod
    def _with_threads(
        cls,
        threads: int,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OnnxSentenceFeaturizer:
        encoder = OnnxSentenceEncoder.load(
            encoder_folder(), max_tokens=config["max_tokens"], batch_size=config["batch_size"], threads=threads
        )
        return cls(config, execution_context.node_name, model_storage, resource, encoder)

    def train(self, training_data: TrainingData) -> Resource:
        """Remember the encoder: there is nothing to learn."""
        with self._storage.write_to(self._resource) as folder:
            (folder / DIGEST_FILE).write_text(encoder_digest(encoder_folder()), encoding="ascii")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the features of every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the features of messages that have text."""
        with_text = [m for m in messages if m.get(TEXT) is not None]
        if with_text:
            vectors = self._encoder.encode([m.get(TEXT) for m in with_text])
            for message, vector in zip(with_text, vectors, strict=True):
                self.add_features_to_message(None, vector[np.newaxis, :], TEXT, message)
        return messages
