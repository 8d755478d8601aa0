"""Fitting the relevance weights and the answerability weights.

``signpost fit`` does it on the readings kept for it (``training/weights``), which the encoder has not studied, and on
the question sets it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.datatypes.answer import Question
from bot.evaluation.evaluate import Rank
from bot.evaluation.gold_questions import GoldQuestion, is_evidence, require_both_kinds
from bot.index.sentence_encoder import Vectors
from bot.retrieval.answerable import ANSWERABLE_FEATURES, ANSWERABLE_FILE, search_features
from bot.retrieval.hybrid_retriever import HybridRetriever
from bot.retrieval.logistic_model import LogisticModel, write_logistic_model
from bot.retrieval.reranker import RELEVANCE_FEATURES, RELEVANCE_FILE, Evidence, features

_FOLDS = 5


@dataclass(frozen=True)
class Searched:
    """A gold question as the retrievers saw it; ``right`` marks the clauses that a careful reader accepts."""

    gold: GoldQuestion
    question: Question
    evidence: Evidence
    matrix: Vectors
    right: Vectors


def search_all(questions: Sequence[GoldQuestion], retriever: HybridRetriever, rank: Rank) -> list[Searched]:
    """Run every question that asks for a clause, or for silence, through the retrievers.

    :raises TrainingDataError: the questions do not show both what is answered and what is not.
    """
    require_both_kinds(gold.expect for gold in questions)
    searched = []
    for gold in questions:
        if gold.expect not in ("answer", "unanswered", "near"):
            continue
        question = Question(school=gold.school, text=gold.question, role=gold.role, topics=rank(gold.question))
        school, evidence = retriever.gather(question)
        right = np.array([is_evidence(clause.text, gold) for _, clause in school.clauses], dtype=np.float32)
        searched.append(Searched(gold, question, evidence, features(school, evidence), right))
    return searched


def fit_logistic(matrix: Vectors, labels: Vectors, strength: float) -> LogisticModel:
    """Fit a logistic model on standardised features, and fold the standardising into its weights.

    :param strength: scikit-learn's ``C``; smaller keeps the weights smaller.
    """
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=3000).fit((matrix - centre) / spread, labels)
    weights = model.coef_[0] / spread
    return LogisticModel(weights.astype(np.float32), float(model.intercept_[0] - weights @ centre))


def fit_relevance(searched: Sequence[Searched]) -> LogisticModel:
    """Fit the chance of each clause. Questions with only a near clause say nothing clear, and are left out."""
    used = [s for s in searched if s.gold.expect != "near"]
    labels = [s.right if s.gold.expect == "answer" else np.zeros_like(s.right) for s in used]
    return fit_logistic(np.vstack([s.matrix for s in used]), np.concatenate(labels), strength=1.0)


def held_out_chances(searched: Sequence[Searched]) -> list[Vectors]:
    """The chances of each question's clauses from a model that was not fitted on its school."""
    schools = sorted({s.gold.school for s in searched})
    folds = {school: number % _FOLDS for number, school in enumerate(schools)}
    models = {f: fit_relevance([s for s in searched if folds[s.gold.school] != f]) for f in set(folds.values())}
    return [models[folds[s.gold.school]].chances(s.matrix) for s in searched]


def fit_answerable(searched: Sequence[Searched]) -> LogisticModel:
    """Fit the chance that the policies answer, on chances that the relevance model gave to schools it had not seen."""
    pairs = [(s, c) for s, c in zip(searched, held_out_chances(searched), strict=True) if s.gold.expect != "near"]
    matrix = np.stack([search_features(s.question, s.evidence, chances) for s, chances in pairs])
    labels = np.array([s.gold.expect == "answer" for s, _ in pairs], dtype=np.float32)
    return fit_logistic(matrix, labels, strength=0.3)


def fit_and_store(searched: Sequence[Searched], made_by: str) -> None:
    """Fit both models on questions that were searched for, and store them."""
    relevance, answerable = fit_relevance(searched), fit_answerable(searched)
    write_logistic_model(RELEVANCE_FILE, RELEVANCE_FEATURES, relevance.weights, relevance.constant, made_by=made_by)
    write_logistic_model(ANSWERABLE_FILE, ANSWERABLE_FEATURES, answerable.weights, answerable.constant, made_by=made_by)
