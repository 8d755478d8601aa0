"""Fitting the relevance weights and the answerability weights on question sets: ``signpost fit``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from sklearn.ensemble import ExtraTreesClassifier

from bot.datatypes.answer import Question
from bot.evaluation.evaluate import Rank
from bot.evaluation.gold_questions import GoldQuestion, is_evidence, require_both_kinds, topic_of
from bot.index.sentence_encoder import Vectors
from bot.retrieval.answerable import ANSWERABLE_FEATURES, ANSWERABLE_FILE, search_features
from bot.retrieval.forest_model import LEAF, ForestModel, write_forest_model
from bot.retrieval.hybrid_retriever import HybridRetriever
from bot.retrieval.logistic_model import LogisticModel, write_logistic_model
from bot.retrieval.reranker import RELEVANCE_FEATURES, RELEVANCE_FILE, Evidence, features, shares

_FOLDS = 5
_ITERATIONS = 200
_TREES = 100
_LEAST_LEAF = 5  # questions; of 3, 5 and 8 the best on questions whose school and topic were left out
_ASKED_AT_A_NODE = 0.4  # of the features
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
        text = retriever.meant(gold.question)
        question = Question(school=gold.school, text=text, role=gold.role, topics=rank(text))
        school, evidence = retriever.gather(question)
        right = np.array([is_evidence(clause.text, gold) for _, clause in school.clauses], dtype=np.float32)
        searched.append(Searched(gold, question, evidence, features(school, evidence), right))
    return searched


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


def _folds(names: Sequence[str]) -> list[int]:
    """The number of the part in which each is left out: the same for the same name."""
    numbers = {name: number % _FOLDS for number, name in enumerate(sorted(set(names)))}
    return [numbers[name] for name in names]


def held_out_shares(searched: Sequence[Searched]) -> list[Vectors]:
    """The shares of each question's clauses from a model that was not fitted on its school."""
    folds = _folds([s.gold.school for s in searched])
    models = {
        fold: fit_relevance([s for s, own in zip(searched, folds, strict=True) if own != fold]) for fold in set(folds)
    }
    return [shares(models[fold].odds(s.matrix)) for s, fold in zip(searched, folds, strict=True)]


@dataclass(frozen=True)
class _Looks:
    """What each search looks like as a whole, whether its question was answered (None: near), how much it counts."""

    matrix: Vectors
    answered: list[bool | None]
    counts: Vectors

    @classmethod
    def of(cls, searched: Sequence[Searched]) -> _Looks:
        rows = [search_features(s.evidence, c) for s, c in zip(searched, held_out_shares(searched), strict=True)]
        answered = [None if s.gold.expect == "near" else s.gold.expect == "answer" for s in searched]
        return cls(np.stack(rows), answered, np.array([s.weight for s in searched], dtype=np.float32))

    def shows_both(self, rows: Sequence[int]) -> bool:
        return {True, False} <= {self.answered[row] for row in rows}

    def grow(self, rows: Sequence[int]) -> ForestModel:
        used = [row for row in rows if self.answered[row] is not None]
        forest = ExtraTreesClassifier(
            _TREES, min_samples_leaf=_LEAST_LEAF, max_features=_ASKED_AT_A_NODE, random_state=0
        )
        forest.fit(self.matrix[used], [self.answered[row] for row in used], self.counts[used] / self.counts.mean())
        return _forest_model(forest)


def _forest_model(forest: ExtraTreesClassifier) -> ForestModel:
    trees = [estimator.tree_ for estimator in forest.estimators_]
    roots = np.cumsum([0] + [tree.node_count for tree in trees])[:-1]
    leaf = np.concatenate([tree.children_left for tree in trees]) < 0
    votes = np.concatenate([tree.value[:, 0, :] for tree in trees])
    below = [np.stack([t.children_left, t.children_right]) + root for t, root in zip(trees, roots, strict=True)]
    low, high = np.concatenate(below, axis=1)
    return ForestModel(
        feature=np.where(leaf, LEAF, np.concatenate([tree.feature for tree in trees])).astype(np.int16),
        threshold=np.concatenate([tree.threshold for tree in trees]).astype(np.float32),
        low=low.astype(np.int32),
        high=high.astype(np.int32),
        chance=(votes[:, 1] / votes.sum(axis=1)).astype(np.float32),
        roots=roots.astype(np.int32),
    )


def fit_answerable(searched: Sequence[Searched]) -> ForestModel:
    """Fit the chance that the policies answer, on shares that the relevance model gave to schools it had not seen."""
    return _Looks.of(searched).grow(range(len(searched)))


def held_out_chances(searched: Sequence[Searched]) -> Vectors:
    """The chance that each question is answered, from a model fitted on neither its school nor its topic.

    Where too little is left for that, as in a small set, its topic is fitted on; where there still is, everything.
    """
    looks = _Looks.of(searched)
    schools, topics = _folds([s.gold.school for s in searched]), _folds([topic_of(s.gold) for s in searched])
    everything, chances = range(len(searched)), np.zeros(len(searched), dtype=np.float32)
    for school, topic in sorted(set(zip(schools, topics, strict=True))):
        own = [row for row in everything if (schools[row], topics[row]) == (school, topic)]
        elsewhere = [row for row in everything if schools[row] != school]
        neither = [row for row in elsewhere if topics[row] != topic]
        rows = next(kept for kept in (neither, elsewhere, everything) if looks.shows_both(kept))
        chances[own] = looks.grow(rows).chances(looks.matrix[own])
    return chances


def weigh_evenly(sets: Sequence[Sequence[Searched]]) -> list[Searched]:
    """All questions of all sets, each set counting the same, however long it is."""
    return [replace(found, weight=1.0 / len(searched)) for searched in sets for found in searched]


def fit_and_store(searched: Sequence[Searched], made_by: str) -> None:
    """Fit both models on questions that were searched for, and store them."""
    relevance, answerable = fit_relevance(searched), fit_answerable(searched)
    write_logistic_model(RELEVANCE_FILE, RELEVANCE_FEATURES, relevance.weights, relevance.constant, made_by=made_by)
    write_forest_model(ANSWERABLE_FILE, ANSWERABLE_FEATURES, answerable, made_by=made_by)
