"""Choosing the answerability thresholds on data: every threshold is tried, and the best kept."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from bot.answering.answerability import THRESHOLDS_FILE, Thresholds, read_thresholds
from bot.evaluation.fit import Searched
from bot.index.sentence_encoder import Vectors
from bot.retrieval.answerable import answerable
from bot.retrieval.reranker import relevance

# How much silence may be given up so that near questions are shown what bears on them.
_SILENCE_GIVEN_UP = 0.05
# Below the nearness that all but this share of answered questions reach, a question is outside the policies.
_FARTHEST = 0.01
_STEPS = 200


def _chances(searched: Sequence[Searched], expect: str) -> Vectors:
    chances = [answerable(s.question, s.evidence, relevance(s.matrix)) for s in searched if s.gold.expect == expect]
    return np.asarray(chances, dtype=np.float32)


def _below(sets: Sequence[Vectors], tried: Vectors) -> Vectors:
    """The share of chances below each threshold tried, each question set counting the same, however long it is."""
    return np.mean([[(chances < threshold).mean() for threshold in tried] for chances in sets], axis=0)


def sweep_thresholds(sets: Sequence[Sequence[Searched]], made_by: str) -> Thresholds:
    """Try every threshold; keep the one with the best mean of "answered when answered" and "silent when silent"."""
    tried = np.linspace(0.01, 0.99, _STEPS)
    answered_rates = 1 - _below([_chances(searched, "answer") for searched in sets], tried)
    silent_rates = _below([_chances(searched, "unanswered") for searched in sets], tried)
    best = int((answered_rates + silent_rates).argmax())
    related = int(np.argmax(silent_rates >= silent_rates[best] - _SILENCE_GIVEN_UP))
    nearest = [float(s.evidence.dense.max()) for searched in sets for s in searched if s.gold.expect == "answer"]
    return Thresholds(
        answered=round(float(tried[best]), 3),
        related=round(float(tried[related]), 3),
        scope=round(float(np.quantile(nearest, _FARTHEST)), 3),
        chosen_by=made_by,
        figures={
            "answered when the policy answers": round(float(answered_rates[best]), 3),
            "silent when the policy is silent": round(float(silent_rates[related]), 3),
            "questions": float(sum(len(searched) for searched in sets)),
        },
    )


def store_thresholds(thresholds: Thresholds) -> None:
    """Put thresholds in force."""
    THRESHOLDS_FILE.write_text(json.dumps(thresholds.model_dump(), indent=1) + "\n", encoding="utf-8")
    read_thresholds.cache_clear()
