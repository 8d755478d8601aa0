"""How many of the question's words each clause shares."""

from __future__ import annotations

from bot.index.sentence_encoder import Vectors
from bot.retrieval.school_index import SchoolIndex
from bot.retrieval.school_lexicon import terms

# A BM25 score of this size counts one half; typical scores of a good match lie between 4 and 12.
_HALF = 6.0


class SparseRetriever:
    """Scores every clause of a school by BM25 over the school's own vocabulary."""

    def scores(self, school: SchoolIndex, query: str) -> Vectors:
        """A score from 0 to 1 per clause, in reading order; BM25 squeezed, so that schools compare."""
        raw = school.sparse.scores(list(dict.fromkeys(terms(query))))
        return raw / (raw + _HALF)
