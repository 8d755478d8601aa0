"""Clause words of one school, scored by BM25 (the bm25s library)."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np

from bot.errors import IndexUnusableError
from bot.index.sentence_encoder import Vectors


class SparseIndex:
    """BM25 of a question's terms against every clause of a school.

    Terms come in from outside (see ``bot.retrieval.school_lexicon``), so that questions and clauses are cut into
    words the same way.
    """

    def __init__(self, model: bm25s.BM25 | None, size: int) -> None:
        self._model = model
        self._size = size

    @classmethod
    def build(cls, documents: list[list[str]]) -> SparseIndex:
        """Index the terms of each clause, in reading order."""
        if not any(documents):
            return cls(None, len(documents))  # not a term among them: the library cannot index that
        model = bm25s.BM25(k1=1.2, b=0.6)  # the library's usual range; clauses are short and alike in length
        model.index(documents, show_progress=False)
        return cls(model, len(documents))

    @classmethod
    def read(cls, folder: Path) -> SparseIndex:
        """Read an index from a folder.

        :raises IndexUnusableError: a file is missing or damaged.
        """
        try:
            size = int((folder / "size").read_text(encoding="ascii"))
            return cls(bm25s.BM25.load(str(folder)) if any(folder.glob("*.npy")) else None, size)
        except (OSError, ValueError, KeyError) as error:
            raise IndexUnusableError(f"{folder} cannot be read: run 'signpost ingest' again.") from error

    def write(self, folder: Path) -> None:
        """Store the index in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._model is not None:
            self._model.save(str(folder), show_progress=False)
        (folder / "size").write_text(str(self._size), encoding="ascii")

    def __len__(self) -> int:
        return self._size

    def scores(self, terms: list[str]) -> Vectors:
        """The BM25 score of every clause for ``terms``, in reading order; 0 where no term is known."""
        known = [] if self._model is None else [t for t in terms if t in self._model.vocab_dict]
        if self._model is None or not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)
