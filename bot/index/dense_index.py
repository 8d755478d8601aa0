"""Clause vectors of one school, in a FAISS index that finds the nearest exactly."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from bot.errors import IndexUnusableError
from bot.index.sentence_encoder import Vectors


class DenseIndex:
    """Cosine similarity of a question to every clause of a school (a few hundred: exact search is fastest)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index ``vectors`` (one row of length 1 per clause, in reading order)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(vectors)
        return cls(index)

    @classmethod
    def read(cls, path: Path) -> DenseIndex:
        """Read an index from a file.

        :raises IndexUnusableError: the file is missing or damaged.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexUnusableError(f"{path} cannot be read: run 'signpost ingest' again.") from error

    def write(self, path: Path) -> None:
        """Store the index in a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def vectors(self) -> Vectors:
        """The clause vectors, one row each, in reading order."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)

    def scores(self, query: Vectors) -> Vectors:
        """The cosine of ``query`` (one vector) with every clause, in reading order."""
        if not len(self):
            return np.zeros(0, dtype=np.float32)
        found, order = self._index.search(query.reshape(1, -1), len(self))
        scores = np.empty(len(self), dtype=np.float32)
        scores[order[0]] = found[0]
        return scores
