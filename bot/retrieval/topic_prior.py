"""What the question's topic says about each clause: how near the clause is to the way policies word that topic."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.index.index_manifest import digest_of
from bot.index.sentence_encoder import SentenceEncoder, Vectors
from bot.retrieval.array_cache import read_arrays, write_arrays
from bot.retrieval.school_index import SchoolIndex, topic_vectors_file
from bot.retrieval.topic_catalogue import Topic

# Nearness to one statement may be chance; the mean of the nearest few is steadier.
_NEAREST = 2


class TopicPrior:
    """Holds a vector for every statement of every topic."""

    def __init__(self, topics: dict[str, Topic], encoder: SentenceEncoder, index: Path) -> None:
        self.topics = topics
        self.names = list(topics)
        self._encoder = encoder
        self._file = topic_vectors_file(index)
        self._vectors: Vectors | None = None
        self._owners = np.repeat(np.arange(len(topics)), [len(t.clauses) for t in topics.values()])

    def load(self) -> None:
        """Read the statements' vectors, encoding them where that has not been done for these statements."""
        statements = [s for topic in self.topics.values() for s in topic.clauses]
        key = digest_of([self._encoder.fingerprint(), *self.names, *statements])
        stored = read_arrays(self._file, key)
        if stored is not None:
            self._vectors = stored["vectors"]
            return
        self._vectors = self._encoder.encode(statements)
        write_arrays(self._file, key, {"vectors": self._vectors})

    def affinity(self, school: SchoolIndex) -> Vectors:
        """How near each clause of a school is to each topic.

        :returns: shape (topics, clauses), the mean cosine with the topic's nearest statements.
        """
        if self._vectors is None:
            self.load()
        assert self._vectors is not None  # noqa: S101 - load() has just set it; mypy cannot see that
        cosines = self._vectors @ school.dense.vectors().T
        rows = []
        for number in range(len(self.names)):
            own = np.sort(cosines[self._owners == number], axis=0)
            rows.append(own[-_NEAREST:].mean(axis=0))
        return np.asarray(rows, dtype=np.float32)

    def weights(self, topics: dict[str, float]) -> Vectors:
        """The confidence in each topic, in the order of ``names``; names that are no topic are left out."""
        return np.asarray([topics.get(name, 0.0) for name in self.names], dtype=np.float32)
