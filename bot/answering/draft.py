"""An answer while it is being made: each step of the pipeline adds its part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.answering.thresholds import Thresholds, read_thresholds
from bot.datatypes.answer import Citation, Escalation, Notice, Outcome, Question, Verdict
from bot.datatypes.policy import SchoolProfile
from bot.retrieval.hybrid_retriever import HybridRetriever, RankedClause, Retrieved


@dataclass(frozen=True)
class AnsweringContext:
    """What every step may use: the retriever, the address of the policy pages, today's date, the thresholds."""

    retriever: HybridRetriever
    public_url: str
    today: Callable[[], date]
    thresholds: Callable[[], Thresholds] = read_thresholds


@dataclass
class Draft:
    """The question, and what the steps have found so far."""

    question: Question
    profile: SchoolProfile
    retrieved: Retrieved
    outcome: Outcome | None = None
    chosen: tuple[RankedClause, ...] = ()
    verdict: Verdict | None = None
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    escalation: Escalation | None = None
