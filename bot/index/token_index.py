"""A vector for every token of every clause of one school, for comparing a question with clauses word by word.

Source: Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction over
BERT", SIGIR 2020.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.errors import IndexUnusableError
from bot.index.sentence_encoder import Vectors


class TokenIndex:
    """``tokens``: one row per token, clause after clause; ``starts``: the row where each clause begins."""

    def __init__(self, tokens: Vectors, starts: Sequence[int]) -> None:
        self._tokens = tokens
        self._starts = np.asarray(starts, dtype=np.int64)

    @classmethod
    def build(cls, clauses: Sequence[Vectors]) -> TokenIndex:
        """Index clauses, each a matrix of shape (tokens, dimensions) with at least one token."""
        lengths = [0, *(len(tokens) for tokens in clauses)]
        tokens = np.concatenate(clauses) if clauses else np.zeros((0, 1), dtype=np.float32)
        return cls(tokens, np.cumsum(lengths)[:-1].tolist())

    @classmethod
    def read(cls, path: Path) -> TokenIndex:
        """Read an index from a file.

        :raises IndexUnusableError: the file is missing or damaged.
        """
        try:
            with np.load(path) as stored:
                return cls(stored["tokens"].astype(np.float32), stored["starts"].tolist())
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise IndexUnusableError(f"{path} cannot be read: run 'signpost ingest' again.") from error

    def write(self, path: Path) -> None:
        """Store the index in a file, at half precision."""
        np.savez(path, tokens=self._tokens.astype(np.float16), starts=self._starts)

    def __len__(self) -> int:
        return len(self._starts)

    def best_matches(self, question: Vectors) -> Vectors:
        """For each clause and each token of the question, the product with the clause's nearest token.

        :param question: the question's tokens, shape (tokens, dimensions).
        :returns: shape (clauses, tokens of the question).
        """
        if not len(self):
            return np.zeros((0, len(question)), dtype=np.float32)
        products = self._tokens @ question.T
        return np.asarray(np.maximum.reduceat(products, self._starts, axis=0), dtype=np.float32)
