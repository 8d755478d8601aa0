"""How likely each clause is to answer the question: a small logistic model over what the retrievers say.

Its weights stand in ``relevance_weights.json``, made by ``signpost fit``; nobody sets them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.datatypes.policy import Audience, ClauseKind
from bot.index.sentence_encoder import Vectors
from bot.retrieval.logistic_model import LogisticModel, read_logistic_model
from bot.retrieval.school_index import SchoolIndex

RELEVANCE_FILE = Path(__file__).with_name("relevance_weights.json")
RELEVANCE_FEATURES = (
    "dense",
    "dense_lead",
    "late",
    "late_lead",
    "late_share",
    "late_above_silence",
    "coverage",
    "coverage_lead",
    "sparse",
    "sparse_lead",
    "dense_and_sparse",
    "topic",
    "topic_lead",
    "topic_share",
    "topic_share_lead",
    "audience_agrees",
    "audience_differs",
    "key_detail",
)
# How sharply a clause's nearness to the topics is turned into shares of them.
_SHARPNESS = 12.0
_USUAL_RANK = 5


@dataclass(frozen=True)
class Evidence:
    """What the retrievers say of a question.

    ``dense``, ``late``, ``coverage`` and ``sparse`` per clause; ``silence`` of the question as a whole; ``affinity``
    per topic and clause; ``topic_weights`` per topic.
    """

    dense: Vectors
    late: Vectors
    coverage: Vectors
    silence: float
    sparse: Vectors
    affinity: Vectors
    topic_weights: Vectors
    audiences: frozenset[Audience]

    def topic_scores(self) -> Vectors:
        """The mean nearness of each clause to the topics, weighted by their likelihood."""
        certain = float(self.topic_weights.sum())
        return np.asarray(self.topic_weights @ self.affinity / (certain or 1.0), dtype=np.float32)


def _lead(scores: Vectors) -> Vectors:
    """How far each score stands above the school's fifth best, so that schools and questions compare."""
    usual = np.partition(scores, -_USUAL_RANK)[-_USUAL_RANK] if len(scores) >= _USUAL_RANK else scores.min(initial=0)
    return np.asarray(scores - usual, dtype=np.float32)


def _share(scores: Vectors) -> Vectors:
    """How much of all odds each score has."""
    odds = np.exp(scores - scores.max(initial=0))
    return np.asarray(odds / odds.sum(), dtype=np.float32)


def _topic_share(evidence: Evidence) -> Vectors:
    """How much of each clause belongs to the likely topics rather than to others."""
    odds = np.exp(_SHARPNESS * evidence.affinity)
    certain = float(evidence.topic_weights.sum())
    return np.asarray(evidence.topic_weights @ (odds / odds.sum(axis=0)) / (certain or 1.0), dtype=np.float32)


def features(school: SchoolIndex, evidence: Evidence) -> Vectors:
    """The features of every clause, in the order of ``RELEVANCE_FEATURES``.

    :returns: shape (clauses, features).
    """
    clauses = [clause for _, clause in school.clauses]
    topic, share = evidence.topic_scores(), _topic_share(evidence)
    bound = evidence.audiences | {Audience.EVERYONE}
    details = (ClauseKind.KEY_DETAIL, ClauseKind.TABLE_ROW)
    columns = [
        evidence.dense,
        _lead(evidence.dense),
        evidence.late,
        _lead(evidence.late),
        _share(evidence.late),
        np.maximum(evidence.late - evidence.silence, 0),
        evidence.coverage,
        _lead(evidence.coverage),
        evidence.sparse,
        _lead(evidence.sparse),
        evidence.dense * evidence.sparse,
        topic,
        _lead(topic),
        share,
        _lead(share),
        [clause.audience in evidence.audiences for clause in clauses],
        [clause.audience not in bound for clause in clauses],
        [clause.kind in details for clause in clauses],
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def read_relevance_model() -> LogisticModel:
    """The model that ships with Signpost.

    :raises TrainingDataError: its file is missing, malformed, or has other features.
    """
    return read_logistic_model(RELEVANCE_FILE, RELEVANCE_FEATURES)
