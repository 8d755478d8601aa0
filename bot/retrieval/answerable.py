"""How likely it is that a school's policies answer the question at all: a small logistic model over the whole search.

The best clause of a silent policy looks much like the best clause of one that answers; how far it stands out, whether
meaning, words and topic agree on it, and how sure the topic is, tell the two apart. Its weights stand in
``answerable_weights.json``, made by ``signpost fit``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.datatypes.answer import Question
from bot.index.sentence_encoder import Vectors
from bot.retrieval.logistic_model import LogisticModel, read_logistic_model
from bot.retrieval.reranker import Evidence
from bot.retrieval.school_lexicon import terms

ANSWERABLE_FILE = Path(__file__).with_name("answerable_weights.json")
ANSWERABLE_FEATURES = (
    "first_three_log_odds",
    "dense_of_best",
    "late_of_best",
    "coverage_of_best",
    "sparse_of_best",
    "dense_max",
    "late_max",
    "late_above_silence",
    "coverage_max",
    "sparse_max",
    "topic_max",
    "likeliest_topic_max",
    "likeliest_topic_of_best",
    "topic_certainty",
    "outside",
    "terms",
)
# The intent of questions that no policy on phones and online safety would answer.
_OUTSIDE = "ask_outside_policies"


def is_outside(question: Question) -> bool:
    """Whether the likeliest topic is none of ours: pay, parking, lunch, jokes."""
    return max(question.topics, key=lambda topic: question.topics[topic], default="") == _OUTSIDE


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return float(np.log(bounded / (1 - bounded)))


def _above_silence(evidence: Evidence) -> float:
    """By how much the clauses together beat silence, as the encoder learnt it."""
    best = float(evidence.late.max())
    return best + float(np.log(np.exp(evidence.late - best).sum())) - evidence.silence


def search_features(question: Question, evidence: Evidence, chances: Vectors) -> Vectors:
    """What the search as a whole looks like, in the order of ``ANSWERABLE_FEATURES``.

    :param chances: the chance of each clause, in reading order.
    """
    order = np.argsort(-chances, kind="stable")
    best = order[0]
    likeliest = evidence.likeliest_topic()
    row = [
        # Three together: where several clauses answer, none of them has most of the share.
        _log_odds(float(chances[order[:3]].sum())),
        evidence.dense[best],
        evidence.late[best],
        evidence.coverage[best],
        evidence.sparse[best],
        evidence.dense.max(),
        evidence.late.max(),
        _above_silence(evidence),
        evidence.coverage.max(),
        evidence.sparse.max(),
        evidence.topic_scores().max(),
        likeliest.max(),
        likeliest[best],
        evidence.certainty(),
        question.topics.get(_OUTSIDE, 0.0),
        min(len(terms(question.text)), 12),
    ]
    return np.asarray(row, dtype=np.float32)


def read_answerable_model() -> LogisticModel:
    """The model that ships with Signpost.

    :raises TrainingDataError: its file is missing, malformed, or has other features.
    """
    return read_logistic_model(ANSWERABLE_FILE, ANSWERABLE_FEATURES)
