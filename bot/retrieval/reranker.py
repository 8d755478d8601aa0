"""Which clause is the likeliest to answer the question: what the retrievers say, weighed.

A conditional logit (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974): the weighted sum of a
clause's features against those of the school's other clauses. The weights stand in ``relevance_weights.json``, made by
``signpost fit``; nobody sets them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.datatypes.policy import ClauseKind
from bot.index.sentence_encoder import Vectors
from bot.retrieval.logistic_model import LogisticModel, read_logistic_model
from bot.retrieval.question_audience import OTHERS, OWN, Asked
from bot.retrieval.school_index import SchoolIndex

RELEVANCE_FILE = Path(__file__).with_name("relevance_weights.json")
RELEVANCE_FEATURES = (
    "dense",
    "dense_lead",
    "late",
    "late_lead",
    "late_share",
    "late_log_share",
    "coverage",
    "coverage_lead",
    "sparse",
    "sparse_lead",
    "dense_and_sparse",
    "topic",
    "topic_lead",
    "topic_share",
    "topic_share_lead",
    "certain_topic_lead",
    "likeliest_topic",
    "likeliest_topic_lead",
    "topic_log_chance",
    "topic_mean_log_chance",
    "likeliest_topic_log_chance",
    "cases",
    "nearest_case_lead",
    "commonness",
    "audience_agrees",
    "audience_differs",
    "key_detail",
)
# How sharply a clause's nearness to the topics is turned into shares of them.
_SHARPNESS = 12.0
_USUAL_RANK = 5
_LEAST_SHARE = 1e-6
_LEAST_CHANCE = 1e-3


@dataclass(frozen=True)
class Evidence:
    """What the retrievers say of a question, whose ``text`` is here with its spelling mended.

    ``dense``, ``late``, ``coverage`` and ``sparse`` per clause; ``silence`` of the question as a whole; ``affinity``
    and ``topic_chances`` per topic and clause; ``topic_weights`` per topic; ``cases`` and ``nearest_case`` per clause;
    ``commonness``: how near a clause is to whatever people ask; ``word_share``: how much of the question's words a
    clause has, rare ones counting more, and ``unknown_words`` how much of them none has; whom it is ``asked`` about;
    ``binding``: how far a clause binds them.
    """

    text: str
    dense: Vectors
    late: Vectors
    coverage: Vectors
    silence: float
    sparse: Vectors
    affinity: Vectors
    topic_chances: Vectors
    topic_weights: Vectors
    cases: Vectors
    nearest_case: Vectors
    commonness: Vectors
    word_share: Vectors
    unknown_words: float
    asked: Asked
    binding: Vectors

    def certainty(self) -> float:
        """How likely the likeliest topic is."""
        return float(self.topic_weights.max(initial=0))

    def likeliest_topic(self) -> Vectors:
        """The nearness of each clause to the likeliest topic, less where that is uncertain."""
        if not len(self.topic_weights):
            return np.zeros(self.affinity.shape[1], dtype=np.float32)
        return np.asarray(self.affinity[int(self.topic_weights.argmax())] * self.certainty(), dtype=np.float32)

    def topic_log_chances(self) -> tuple[Vectors, Vectors, Vectors]:
        """How likely each clause is to be of the question's topics, as logarithms: by the chance of the topics taken
        together, by the mean over them, and of the likeliest one, less where that is uncertain.
        """
        if not len(self.topic_weights):
            nothing = np.zeros(self.topic_chances.shape[1], dtype=np.float32)
            return nothing, nothing, nothing
        logs = np.log(self.topic_chances + _LEAST_CHANCE)
        together = np.log(self.topic_weights @ self.topic_chances + _LEAST_CHANCE)
        mean = self.topic_weights @ logs / (float(self.topic_weights.sum()) or 1.0)
        return together, mean, logs[int(self.topic_weights.argmax())] * self.certainty()

    def topic_scores(self) -> Vectors:
        """The mean nearness of each clause to the topics, weighted by their likelihood."""
        certain = float(self.topic_weights.sum())
        return np.asarray(self.topic_weights @ self.affinity / (certain or 1.0), dtype=np.float32)


def _lead(scores: Vectors) -> Vectors:
    """How far each score stands above the school's fifth best, so that schools and questions compare."""
    usual = np.partition(scores, -_USUAL_RANK)[-_USUAL_RANK] if len(scores) >= _USUAL_RANK else scores.min(initial=0)
    return np.asarray(scores - usual, dtype=np.float32)


def shares(scores: Vectors) -> Vectors:
    """Scores as shares of 1 (softmax): how likely each clause is to be the one, if one is."""
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
    details = (ClauseKind.KEY_DETAIL, ClauseKind.TABLE_ROW)
    columns = [
        evidence.dense,
        _lead(evidence.dense),
        evidence.late,
        _lead(evidence.late),
        shares(evidence.late),
        np.log(shares(evidence.late) + _LEAST_SHARE),
        evidence.coverage,
        _lead(evidence.coverage),
        evidence.sparse,
        _lead(evidence.sparse),
        evidence.dense * evidence.sparse,
        topic,
        _lead(topic),
        share,
        _lead(share),
        _lead(topic) * evidence.certainty(),
        evidence.likeliest_topic(),
        _lead(evidence.likeliest_topic()),
        *evidence.topic_log_chances(),
        evidence.cases,
        _lead(evidence.nearest_case),
        evidence.commonness,
        evidence.binding == OWN,
        evidence.binding == OTHERS,
        [clause.kind in details for clause in clauses],
    ]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def read_relevance_model() -> LogisticModel:
    """The model that ships with Signpost.

    :raises TrainingDataError: its file is missing, malformed, or has other features.
    """
    return read_logistic_model(RELEVANCE_FILE, RELEVANCE_FEATURES)
