"""The steps that fill an answer in, once it is known whether the policies answer."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.citation_builder import build_citation
from bot.answering.clause_folding import fold_clauses
from bot.answering.draft import AnsweringContext, Draft
from bot.answering.escalation import escalate_from_clause, escalate_to_lead
from bot.answering.notices import review_notices, searched_notice
from bot.answering.verdict import verdict_of
from bot.datatypes.answer import Citation, Outcome
from bot.datatypes.policy import PolicyDocument
from bot.retrieval.hybrid_retriever import RankedClause

MOST_CITATIONS = 3
_QUOTING = (Outcome.ANSWERED_FROM_POLICY, Outcome.PARTLY_RELATED_CLAUSES)


def quoted_first(ranked: list[RankedClause], beside: float) -> tuple[RankedClause, ...]:
    """The clauses an answer quotes: the likeliest, and those of the next two that come near to it.

    :param beside: the share of the first clause's score that another must reach.
    """
    least = ranked[0].score * beside if ranked else 0.0
    return tuple(item for item in ranked[:MOST_CITATIONS] if item.score >= least)


def choose_clauses(draft: Draft, context: AnsweringContext) -> None:
    """Choose the clauses to quote, where the outcome is one that quotes."""
    if draft.outcome in _QUOTING:
        draft.chosen = quoted_first(fold_clauses(draft.retrieved.clauses, MOST_CITATIONS), context.thresholds().beside)
        if not draft.chosen:  # an answer that quotes nothing is none
            draft.outcome = Outcome.UNANSWERED_NOT_IN_POLICY


def add_verdict(draft: Draft, context: AnsweringContext) -> None:
    """State the rule of the first clause in a line; related clauses decide nothing, so they get none."""
    if draft.chosen and draft.outcome is Outcome.ANSWERED_FROM_POLICY:
        draft.verdict = verdict_of(draft.chosen[0].clause, draft.question.text)


def cite(chosen: Iterable[RankedClause], context: AnsweringContext) -> tuple[Citation, ...]:
    """A citation for each clause, in their order."""
    return tuple(
        build_citation(
            item.document,
            item.clause,
            score=item.score,
            public_url=context.public_url,
            also=[(other.document, other.clause) for other in item.also],
        )
        for item in chosen
    )


def add_citations(draft: Draft, context: AnsweringContext) -> None:
    """Quote the chosen clauses."""
    draft.citations = cite(draft.chosen, context)


def add_notices(draft: Draft, context: AnsweringContext) -> None:
    """Say so where a cited policy's review date has passed, and what was searched where nothing answers."""
    documents: list[PolicyDocument] = [item.document for item in draft.chosen]
    draft.notices = review_notices(documents, context.today())
    if draft.outcome and draft.outcome.startswith("unanswered"):
        searched = context.retriever.school(draft.question.school).documents
        draft.notices += (searched_notice(searched),)


def add_escalation(draft: Draft, context: AnsweringContext) -> None:
    """Name the person to turn to; nobody yet where the asker is asked back."""
    if draft.outcome is Outcome.CLARIFICATION_NEEDED:
        return
    if draft.outcome is Outcome.ANSWERED_FROM_POLICY and draft.chosen:
        clause = draft.chosen[0].clause
        draft.escalation = escalate_from_clause(draft.profile, f"{clause.lead_in} {clause.text}")
    else:
        draft.escalation = escalate_to_lead(draft.profile, "The policies do not decide this.")
