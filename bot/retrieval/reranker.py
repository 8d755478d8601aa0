"""How likely each clause is to answer the question: a small logistic model over what the retrievers say.

Its weights stand in ``relevance_weights.json``, made by ``signpost evaluate --fit`` from a question set; nobody sets
them by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bot.datatypes.policy import Audience, ClauseKind
from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Vectors
from bot.retrieval.school_index import SchoolIndex

WEIGHTS_FILE = Path(__file__).with_name("relevance_weights.json")
FEATURES = (
    "dense",
    "dense_lead",
    "sparse",
    "sparse_lead",
    "topic",
    "topic_lead",
    "topic_best",
    "audience_agrees",
    "audience_differs",
    "key_detail",
)


@dataclass(frozen=True)
class Evidence:
    """What the retrievers say of a question, an array each: per clause, except ``topic_weights`` (per topic)."""

    dense: Vectors
    sparse: Vectors
    affinity: Vectors
    topic_weights: Vectors
    audiences: frozenset[Audience]


@cache
def read_weights(path: Path = WEIGHTS_FILE) -> tuple[Vectors, float]:
    """The weight of each feature, in the order of ``FEATURES``, and the constant.

    :raises TrainingDataError: the file does not fit the features.
    """
    stored = json.loads(path.read_text(encoding="utf-8"))
    if list(stored["weights"]) != list(FEATURES):
        raise TrainingDataError(f"{path.name} has other features than this version: run 'signpost evaluate --fit'.")
    return np.array(list(stored["weights"].values()), dtype=np.float32), float(stored["constant"])


def _lead(scores: Vectors) -> Vectors:
    """How far each score stands above the school's usual best (its fifth), so that schools and questions compare."""
    if len(scores) == 0:
        return scores
    usual = np.sort(scores)[-min(5, len(scores))]
    return np.asarray(scores - usual, dtype=np.float32)


def features(school: SchoolIndex, evidence: Evidence) -> Vectors:
    """The features of every clause.

    :returns: shape (clauses, len(FEATURES)).
    """
    certain = float(evidence.topic_weights.sum()) or 1.0
    topic = (evidence.topic_weights @ evidence.affinity) / certain if evidence.topic_weights.any() else None
    topic = np.zeros(len(school.clauses), dtype=np.float32) if topic is None else topic
    likeliest = evidence.affinity[int(evidence.topic_weights.argmax())] if evidence.topic_weights.any() else topic
    clauses = [clause for _, clause in school.clauses]
    everyone = {Audience.EVERYONE}
    agrees = np.array([c.audience in evidence.audiences for c in clauses], dtype=np.float32)
    differs = np.array([c.audience not in evidence.audiences | everyone for c in clauses], dtype=np.float32)
    key_detail = np.array([c.kind in (ClauseKind.KEY_DETAIL, ClauseKind.TABLE_ROW) for c in clauses], dtype=np.float32)
    columns = [
        evidence.dense,
        _lead(evidence.dense),
        evidence.sparse,
        _lead(evidence.sparse),
        topic,
        _lead(topic),
        likeliest,
        agrees,
        differs,
        key_detail,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def relevance(matrix: Vectors) -> Vectors:
    """The chance (0 to 1) that each clause answers the question, from its features."""
    weights, constant = read_weights()
    return np.asarray(1.0 / (1.0 + np.exp(-(matrix @ weights + constant))), dtype=np.float32)
