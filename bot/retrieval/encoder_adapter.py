"""A small linear adapter over the sentence encoder: moves staff's questions and policies' clauses towards each other.

A general encoder puts "a parent friended me" nearer to other chat than to "must decline requests from carers". Two
matrices, one for questions and one for clauses, learnt from the topics (``data/nlu`` and ``topics/*.yml``) by
``signpost fit``, close part of that gap at the cost of one multiplication. ``encoder_adapter.npz`` holds them.
"""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Vectors

ADAPTER_FILE = Path(__file__).with_name("encoder_adapter.npz")


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


class EncoderAdapter:
    """Two square matrices added to the identity; fits one encoder only."""

    def __init__(self, question: Vectors, clause: Vectors) -> None:
        self._question = question
        self._clause = clause

    def adapt_question(self, vector: Vectors) -> Vectors:
        """A question's vector (or several, a row each), moved; of length 1 again."""
        return self._adapt(vector, self._question)

    def adapt_clauses(self, vectors: Vectors) -> Vectors:
        """Clause vectors, a row each, moved; of length 1 again."""
        return self._adapt(vectors, self._clause)

    @staticmethod
    def _adapt(vectors: Vectors, matrix: Vectors) -> Vectors:
        # An encoder of another width has no adapter: its vectors are used as they are.
        return _unit(vectors + vectors @ matrix) if vectors.shape[-1] == len(matrix) else vectors


@cache
def read_adapter(path: Path = ADAPTER_FILE) -> EncoderAdapter:
    """The adapter that ships with Signpost.

    :raises TrainingDataError: the file is missing or damaged.
    """
    try:
        with np.load(path) as stored:
            return EncoderAdapter(stored["question"].astype(np.float32), stored["clause"].astype(np.float32))
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        raise TrainingDataError(f"{path.name} cannot be read: run 'signpost fit'.") from None


def write_adapter(question: Vectors, clause: Vectors, path: Path = ADAPTER_FILE) -> None:
    """Store an adapter, at half precision: 600 kB."""
    np.savez_compressed(path, question=question.astype(np.float16), clause=clause.astype(np.float16))
    read_adapter.cache_clear()
