"""Choosing the answerability thresholds on data: every threshold is tried, and the best kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.answer_steps import MOST_CITATIONS
from bot.answering.thresholds import THRESHOLDS_FILE, Thresholds, read_thresholds
from bot.evaluation.fit import Searched, held_out_chances, weigh_evenly
from bot.evaluation.gold_questions import is_evidence, require_both_kinds
from bot.index.sentence_encoder import Vectors
from bot.retrieval.hybrid_retriever import HybridRetriever

# How much silence may be given up so that near questions are shown what bears on them.
_SILENCE_GIVEN_UP = 0.02
# Below the nearness that all but this share of answered questions reach, a question is outside the policies.
_FARTHEST = 0.01
_STEPS = 200
# What we want of both rates. Where they come equally near to it is found more surely than where their sum is largest,
# which is nearly as large over a wide range.
_WANTED_ANSWERED, _WANTED_SILENT = 0.95, 0.93
# How much of recall@3 may be given up so that clauses that do not matter are not quoted.
_FOUND_GIVEN_UP = 0.005


@dataclass(frozen=True)
class Judged:
    """A gold question with what retrieval says of it: the chance of an answer, the nearest clause's cosine, and for
    each of the first clauses its score and whether a careful reader accepts it.
    """

    expect: str
    answerable: float
    nearest: float
    first: tuple[tuple[float, bool], ...]


def judge_held_out(sets: Sequence[Sequence[Searched]], retriever: HybridRetriever) -> list[list[Judged]]:
    """Every question of every set, with its chance from a model fitted on neither its school nor its topic.

    The chances of the model that was fitted on the questions themselves would be too good to choose thresholds on.
    """
    chances = iter(held_out_chances(weigh_evenly(sets)).tolist())
    return [[_judge(found, next(chances), retriever) for found in searched] for searched in sets]


def _judge(searched: Searched, chance: float, retriever: HybridRetriever) -> Judged:
    index = retriever.school(searched.question.school)
    found = retriever.weigh(index, searched.evidence)
    first = [(c.score, is_evidence(c.clause.text, searched.gold)) for c in found.clauses[:MOST_CITATIONS]]
    return Judged(searched.gold.expect, chance, found.nearest, tuple(first))


def _chances(judged: Sequence[Judged], expect: str) -> Vectors:
    return np.asarray([j.answerable for j in judged if j.expect == expect], dtype=np.float32)


def _below(sets: Sequence[Vectors], tried: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of chances below each threshold tried, each question set counting the same, however long it is."""
    shares = [[float((chances < threshold).mean()) for threshold in tried] for chances in sets]
    return np.asarray(np.mean(shares, axis=0), dtype=np.float64)


def _found(judged: Sequence[Judged], beside: float) -> float:
    """The share of questions whose clause is still quoted where the others must reach ``beside`` times the first."""
    answers = [j.first for j in judged if j.expect == "answer"]
    quoted = [[right for score, right in first if score >= beside * first[0][0]] for first in answers]
    return sum(any(rights) for rights in quoted) / len(quoted)


def _sweep_beside(sets: Sequence[Sequence[Judged]]) -> float:
    tried = np.linspace(0, 1, 101)
    rates = [np.mean([_found(judged, float(beside)) for judged in sets]) for beside in tried]
    kept = [float(b) for b, rate in zip(tried, rates, strict=True) if rate >= rates[0] - _FOUND_GIVEN_UP]
    return round(max(kept), 2)


def sweep_thresholds(sets: Sequence[Sequence[Judged]], made_by: str) -> Thresholds:
    """Try every threshold; keep the one at which what is wanted of "answered when answered" and of "silent when silent"
    is missed by the least.

    :raises TrainingDataError: a set does not show both what is answered and what is not.
    """
    for judged in sets:
        require_both_kinds(j.expect for j in judged)
    tried = np.linspace(0.01, 0.99, _STEPS)
    answered_rates = 1 - _below([_chances(judged, "answer") for judged in sets], tried)
    silent_rates = _below([_chances(judged, "unanswered") for judged in sets], tried)
    best = int(np.minimum(answered_rates - _WANTED_ANSWERED, silent_rates - _WANTED_SILENT).argmax())
    related = int(np.argmax(silent_rates >= silent_rates[best] - _SILENCE_GIVEN_UP))
    nearest = [j.nearest for judged in sets for j in judged if j.expect == "answer"]
    return Thresholds(
        answered=round(float(tried[best]), 3),
        related=round(float(tried[related]), 3),
        beside=_sweep_beside(sets),
        scope=round(float(np.quantile(nearest, _FARTHEST)), 3),
        chosen_by=made_by,
        figures={
            "answered when the policy answers": round(float(answered_rates[best]), 3),
            "silent when the policy is silent": round(float(silent_rates[related]), 3),
            "questions": float(sum(len(judged) for judged in sets)),
        },
    )


def store_thresholds(thresholds: Thresholds) -> None:
    """Put thresholds in force."""
    THRESHOLDS_FILE.write_text(json.dumps(thresholds.model_dump(), indent=1) + "\n", encoding="utf-8")
    read_thresholds.cache_clear()
