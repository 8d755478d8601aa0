"""Fitting the relevance weights and the answerability weights on question sets: ``signpost fit``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from bot.datatypes.answer import Question
from bot.evaluation.evaluate import Rank
from bot.evaluation.gold_questions import GoldQuestion, is_evidence, require_both_kinds
from bot.index.sentence_encoder import Vectors
from bot.retrieval.answerable import ANSWERABLE_FEATURES, ANSWERABLE_FILE, search_features
from bot.retrieval.hybrid_retriever import HybridRetriever
from bot.retrieval.logistic_model import LogisticModel, write_logistic_model
from bot.retrieval.reranker import RELEVANCE_FEATURES, RELEVANCE_FILE, Evidence, features, shares

_FOLDS = 5
_ITERATIONS = 200
_SHRINK = 1e-3  # keeps the weights of features that say nearly the same from growing against each other


@dataclass(frozen=True)
class Searched:
    """A gold question as the retrievers saw it; ``right`` marks the clauses that a careful reader accepts.

    ``weight`` is how much it counts in a fit.
    """

    gold: GoldQuestion
    question: Question
    evidence: Evidence
    matrix: Vectors
    right: Vectors
    weight: float = 1.0


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


def fit_logistic(matrix: Vectors, labels: Vectors, strength: float, counts: Vectors | None = None) -> LogisticModel:
    """Fit a logistic model on standardised features, and fold the standardising into its weights.

    :param strength: scikit-learn's ``C``; smaller keeps the weights smaller.
    :param counts: how much each row counts; the same if left out.
    """
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=3000).fit((matrix - centre) / spread, labels, counts)
    weights = model.coef_[0] / spread
    return LogisticModel(weights.astype(np.float32), float(model.intercept_[0] - weights @ centre))


def fit_relevance(searched: Sequence[Searched]) -> LogisticModel:
    """Fit which clause is the one, on the questions that a clause answers."""
    used = [s for s in searched if s.gold.expect == "answer" and s.right.any()]
    together = np.vstack([s.matrix for s in used])
    centre, spread = together.mean(axis=0), together.std(axis=0) + 1e-6
    weights = _conditional_logit([((s.matrix - centre) / spread, s.right, s.weight) for s in used]) / spread
    return LogisticModel(weights.astype(np.float32), float(-weights @ centre))


def _conditional_logit(choices: Sequence[tuple[Vectors, Vectors, float]]) -> Vectors:
    """The weights under which the right rows of each matrix are the likeliest; the sum of their shares is maximised."""
    width = choices[0][0].shape[1]
    rows = [torch.tensor(matrix) for matrix, _, _ in choices]
    right = [torch.tensor(marks > 0) for _, marks, _ in choices]
    counts = torch.tensor([weight for _, _, weight in choices])
    lengths = [len(matrix) for matrix in rows]
    everything, marked = torch.cat(rows), torch.cat(right)
    weights = torch.zeros(width, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=_ITERATIONS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        odds = everything @ weights
        kept = odds.masked_fill(~marked, -torch.inf)
        every = torch.stack([part.logsumexp(0) for part in torch.split(odds, lengths)])
        own = torch.stack([part.logsumexp(0) for part in torch.split(kept, lengths)])
        total = ((every - own) * counts).sum() / counts.sum() + _SHRINK * weights.square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return np.asarray(weights.detach().numpy(), dtype=np.float32)


def held_out_shares(searched: Sequence[Searched]) -> list[Vectors]:
    """The shares of each question's clauses from a model that was not fitted on its school."""
    schools = sorted({s.gold.school for s in searched})
    folds = {school: number % _FOLDS for number, school in enumerate(schools)}
    models = {f: fit_relevance([s for s in searched if folds[s.gold.school] != f]) for f in set(folds.values())}
    return [shares(models[folds[s.gold.school]].odds(s.matrix)) for s in searched]


def fit_answerable(searched: Sequence[Searched]) -> LogisticModel:
    """Fit the chance that the policies answer, on shares that the relevance model gave to schools it had not seen."""
    pairs = [(s, c) for s, c in zip(searched, held_out_shares(searched), strict=True) if s.gold.expect != "near"]
    matrix = np.stack([search_features(s.question, s.evidence, chances) for s, chances in pairs])
    labels = np.array([s.gold.expect == "answer" for s, _ in pairs], dtype=np.float32)
    counts = np.array([s.weight for s, _ in pairs], dtype=np.float32)
    return fit_logistic(matrix, labels, strength=0.3, counts=counts / counts.mean())


def weigh_evenly(sets: Sequence[Sequence[Searched]]) -> list[Searched]:
    """All questions of all sets, each set counting the same, however long it is."""
    return [replace(found, weight=1.0 / len(searched)) for searched in sets for found in searched]


def fit_and_store(searched: Sequence[Searched], made_by: str) -> None:
    """Fit both models on questions that were searched for, and store them."""
    relevance, answerable = fit_relevance(searched), fit_answerable(searched)
    write_logistic_model(RELEVANCE_FILE, RELEVANCE_FEATURES, relevance.weights, relevance.constant, made_by=made_by)
    write_logistic_model(ANSWERABLE_FILE, ANSWERABLE_FEATURES, answerable.weights, answerable.constant, made_by=made_by)
