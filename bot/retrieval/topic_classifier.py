"""Which topics a question may be about, without the dialogue: for ``signpost ask`` and for evaluation.

The running service takes Rasa's own ranking. This is the same model over the same vectors (logistic regression over
the sentence encoder, trained on ``data/nlu``), so that the engine can be looked at, and cross-validated, without it.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np

from bot.index.index_manifest import digest_of
from bot.index.sentence_encoder import SentenceEncoder, Vectors
from bot.retrieval.array_cache import read_arrays, write_arrays
from bot.retrieval.topic_examples import read_examples

# As the dialogue ranks: Rasa reports its ten likeliest intents.
_REPORTED = 10


class TopicClassifier:
    """Logistic regression over sentence vectors; trained on first use and kept beside the index."""

    def __init__(self, encoder: SentenceEncoder, index: Path, leave_out: Collection[str] = ()) -> None:
        self._encoder = encoder
        self._file = index / "topic_classifier.npz"
        self._leave_out = frozenset(leave_out)
        self._weights: Vectors | None = None
        self._bias: Vectors | None = None
        self._names: list[str] = []

    def _train(self, examples: list[tuple[str, str]]) -> None:
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only where there is something to learn

        vectors = self._encoder.encode([text for _, text in examples])
        model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
        model.fit(vectors, [intent for intent, _ in examples])
        self._weights = model.coef_.astype(np.float32)
        self._bias = model.intercept_.astype(np.float32)
        self._names = [str(name) for name in model.classes_]

    def _examples(self) -> list[tuple[str, str]]:
        return [(intent, text) for intent, text in read_examples() if text and intent not in self._leave_out]

    def fingerprint(self) -> str:
        """What the weights are made from: the encoder and the examples.

        :raises IndexUnusableError: there is no encoder.
        """
        return digest_of([self._encoder.fingerprint(), *(part for example in self._examples() for part in example)])

    def load(self) -> None:
        """Read the trained weights, training where the examples or the encoder have changed."""
        examples, key = self._examples(), self.fingerprint()
        stored = None if self._leave_out else read_arrays(self._file, key)
        if stored is not None:
            self._weights, self._bias = stored["weights"], stored["bias"]
            self._names = [str(name) for name in stored["names"]]
            return
        self._train(examples)
        if not self._leave_out:
            assert self._weights is not None and self._bias is not None  # noqa: S101 - _train has set them
            named = {"weights": self._weights, "bias": self._bias, "names": np.array(self._names)}
            write_arrays(self._file, key, named)

    def rank(self, query: Vectors) -> dict[str, float]:
        """The likeliest intents for one question's vector, with probabilities, likeliest first."""
        if self._weights is None:
            self.load()
        assert self._weights is not None and self._bias is not None  # noqa: S101 - load() has set them
        logits = self._weights @ query + self._bias
        odds = np.exp(logits - logits.max())
        chances = odds / odds.sum()
        best = np.argsort(-chances)[:_REPORTED]
        return {self._names[i]: float(chances[i]) for i in best}
