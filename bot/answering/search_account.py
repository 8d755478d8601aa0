"""Gives an account of the search behind an answer, for those who review the question."""

from __future__ import annotations

from bot.answering.citation_builder import build_citation
from bot.answering.draft import AnsweringContext, Draft
from bot.datatypes.search_report import MOST_FOUND, FoundClause, SearchReport
from bot.retrieval.answerable import is_outside
from bot.retrieval.hybrid_retriever import RankedClause

_REFERENCE = 500  # characters


def report_search(draft: Draft, context: AnsweringContext) -> SearchReport:
    """What was found for a question that has been through the pipeline, and against which thresholds."""
    thresholds, retrieved = context.thresholds(), draft.retrieved
    return SearchReport(
        answerable=round(retrieved.answerable, 3),
        needed=thresholds.answered,
        bearing=thresholds.related,
        nearest=round(max(retrieved.nearest, 0.0), 3),
        in_scope=thresholds.scope,
        is_outside=is_outside(draft.question),
        clauses=tuple(_found(item) for item in retrieved.clauses[:MOST_FOUND]),
    )


def _found(item: RankedClause) -> FoundClause:
    citation = build_citation(item.document, item.clause, score=item.score, public_url="")
    return FoundClause(
        document_id=item.document.document_id,
        clause_id=item.clause.clause_id,
        reference=citation.reference[:_REFERENCE],
        score=round(citation.score, 3),
    )
