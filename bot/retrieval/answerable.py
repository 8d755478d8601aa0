"""How likely it is that a school's policies answer the question at all: a small forest over the whole search.

The best clause of a silent policy looks much like the best clause of one that answers; how far it stands out, whether
meaning, words, topic and cases agree on it, tell the two apart. Nothing here says which question it is: a forest would
learn the questions by heart. It stands in ``answerable_forest.npz``, made by ``signpost fit``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.datatypes.answer import Question
from bot.index.sentence_encoder import Vectors
from bot.retrieval.forest_model import ForestModel, read_forest_model
from bot.retrieval.reranker import Evidence

ANSWERABLE_FILE = Path(__file__).with_name("answerable_forest.npz")
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
    "cases_of_best",
    "cases_max",
    "nearest_case_of_best",
    "nearest_case_max",
    "topic_log_chance_of_best",
    "topic_log_chance_max",
    "likeliest_topic_log_chance_of_best",
    "likeliest_topic_log_chance_max",
    "first_share",
    "second_share",
    "spread",
    "agreeing",
    "second_late",
    "commonness_of_best",
    "dense_above_common",
    "word_share_of_best",
    "unknown_words",
)
_SPREAD_OVER = 10  # clauses
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


def _spread(chances: Vectors) -> float:
    """How evenly the chance is spread over the first clauses (entropy, in nats)."""
    return float(-(chances * np.log(chances + 1e-9)).sum())


def search_features(evidence: Evidence, chances: Vectors) -> Vectors:
    """What the search as a whole looks like, in the order of ``ANSWERABLE_FEATURES``.

    :param chances: the chance of each clause, in reading order.
    """
    order = np.argsort(-chances, kind="stable")
    best = order[0]
    likeliest = evidence.likeliest_topic()
    together, _, of_likeliest = evidence.topic_log_chances()
    pointers = (evidence.dense, evidence.coverage, evidence.sparse, evidence.cases)
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
        evidence.cases[best],
        evidence.cases.max(),
        evidence.nearest_case[best],
        evidence.nearest_case.max(),
        together[best],
        together.max(),
        of_likeliest[best],
        of_likeliest.max(),
        chances[best],
        chances[order[1]] if len(order) > 1 else 0.0,
        _spread(chances[order[:_SPREAD_OVER]]),
        sum(int(scores.argmax()) == best for scores in pointers),
        evidence.late[order[1]] if len(order) > 1 else 0.0,
        evidence.commonness[best],
        2 * evidence.dense[best] - evidence.commonness[best],
        evidence.word_share[best],
        evidence.unknown_words,
    ]
    return np.asarray(row, dtype=np.float32)


def read_answerable_model() -> ForestModel:
    """The model that ships with Signpost.

    :raises TrainingDataError: its file is missing, malformed, or has other features.
    """
    return read_forest_model(ANSWERABLE_FILE, ANSWERABLE_FEATURES)
