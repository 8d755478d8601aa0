"""How well a clause answers a question, token by token: each token of the question meets its nearest in the clause.

What each token of a question or a clause counts is learnt with the encoder by ``signpost learn`` and stands in
``late_interaction.npz``, which fits that encoder only. With another encoder every token counts the same.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bot.errors import TrainingDataError
from bot.index.index_manifest import digest_of
from bot.index.sentence_encoder import Encoded, Vectors
from bot.index.token_index import TokenIndex

LATE_INTERACTION_FILE = Path(__file__).with_name("late_interaction.npz")
ARRAYS = ("question_weight", "clause_weight", "clause_bias", "mix", "silence_weight", "silence_bias")


@dataclass(frozen=True)
class LateInteraction:
    """``question_weight`` and ``clause_weight`` turn a token's vector into what it counts; ``mix`` weighs the cosine of
    the whole sentences and the mean over tokens; ``silence_…`` give the score that the best clause has to beat.
    """

    question_weight: Vectors
    clause_weight: Vectors
    clause_bias: float
    mix: Vectors
    silence_weight: Vectors
    silence_bias: float

    def clause_tokens(self, tokens: Vectors) -> Vectors:
        """A clause's tokens as they are indexed: of length 1, less where a token counts less."""
        counts = 1.0 / (1.0 + np.exp(-(tokens @ self._fit(self.clause_weight, tokens) + self.clause_bias)))
        return np.asarray(_unit(tokens) * counts[:, None], dtype=np.float32)

    def scores(self, cosines: Vectors, coverage: Vectors) -> Vectors:
        """A score for each clause, in reading order; larger is better, without bounds.

        :param cosines: the cosine of the whole question with each whole clause.
        :param coverage: how much of the question each clause covers (``coverage``).
        """
        return np.asarray(self.mix[0] * cosines + self.mix[1] * coverage, dtype=np.float32)

    def coverage(self, question: Encoded, index: TokenIndex) -> Vectors:
        """How much of the question each clause covers: the weighted mean of its tokens' best matches."""
        odds = question.tokens @ self._fit(self.question_weight, question.tokens)
        counts = np.exp(odds - odds.max())
        return np.asarray(index.best_matches(_unit(question.tokens)) @ (counts / counts.sum()), dtype=np.float32)

    def silence(self, question: Encoded) -> float:
        """The score below which a question's best clause is rather no answer."""
        return float(question.vector @ self._fit(self.silence_weight, question.vector) + self.silence_bias)

    def clause_digest(self) -> str:
        """Changes whenever clauses' tokens may count differently, so that an index of the old counts is built anew."""
        return digest_of([self.clause_weight.tobytes().hex(), str(self.clause_bias)])

    @staticmethod
    def _fit(weight: Vectors, vectors: Vectors) -> Vectors:
        # Another encoder may have another width: then every token counts the same.
        return weight if len(weight) == vectors.shape[-1] else np.zeros(vectors.shape[-1], dtype=np.float32)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


@cache
def read_late_interaction(path: Path = LATE_INTERACTION_FILE) -> LateInteraction:
    """The weights that ship with Signpost.

    :raises TrainingDataError: the file is missing or damaged.
    """
    try:
        with np.load(path) as stored:
            arrays = {name: np.asarray(stored[name], dtype=np.float32) for name in ARRAYS}
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        raise TrainingDataError(f"{path.name} cannot be read: run 'signpost learn'.") from None
    return LateInteraction(
        question_weight=arrays["question_weight"],
        clause_weight=arrays["clause_weight"],
        clause_bias=float(arrays["clause_bias"]),
        mix=arrays["mix"],
        silence_weight=arrays["silence_weight"],
        silence_bias=float(arrays["silence_bias"]),
    )


def write_late_interaction(arrays: dict[str, Vectors], path: Path = LATE_INTERACTION_FILE) -> None:
    """Store the weights named in ``ARRAYS``."""
    named = {name: np.asarray(arrays[name], dtype=np.float32) for name in ARRAYS}
    np.savez_compressed(path, allow_pickle=False, **named)
    read_late_interaction.cache_clear()
