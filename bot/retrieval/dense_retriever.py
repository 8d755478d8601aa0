"""How near each clause is in meaning."""

from __future__ import annotations

from bot.index.sentence_encoder import SentenceEncoder, Vectors
from bot.retrieval.school_index import SchoolIndex


class DenseRetriever:
    """Scores every clause of a school by the cosine of its vector with the question's."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def encode(self, query: str) -> Vectors:
        """The question's vector, of length 1."""
        vector: Vectors = self._encoder.encode([query])[0]
        return vector

    def scores(self, school: SchoolIndex, query: Vectors) -> Vectors:
        """A cosine (-1 to 1) per clause, in reading order."""
        return school.dense.scores(query)
