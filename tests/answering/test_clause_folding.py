"""One rule in two places is shown once; two rules in nearly the same words are not one."""

from __future__ import annotations

import pytest

from bot.answering.citation_builder import build_citation
from bot.answering.clause_folding import fold_clauses
from bot.datatypes.policy import Audience
from bot.retrieval.hybrid_retriever import RankedClause
from tests.tiny_school import make_clause, make_document

RULE = "I will keep my personal phone in a locker during lessons and switch it off."
AGAIN = "Keep your personal phone in a locker during lessons, and switch it off."


def ranked(*clauses):
    titles = ["Agreement", "Phones Policy", "Handbook"]
    documents = [make_document("alder", clause, title=title) for clause, title in zip(clauses, titles, strict=False)]
    return [RankedClause(d, c, score=0.5 / n) for n, (d, c) in enumerate(zip(documents, clauses, strict=True), start=1)]


def test_the_same_rule_elsewhere_is_folded_and_referred_to():
    folded = fold_clauses(ranked(make_clause(RULE), make_clause(AGAIN)))
    first = folded[0]
    citation = build_citation(
        first.document,
        first.clause,
        score=first.score,
        public_url="http://127.0.0.1",
        also=[(other.document, other.clause) for other in first.also],
    )

    assert [item.clause.text for item in folded] == [RULE]
    assert citation.reference == "Agreement, section 2; also Phones Policy, section 2"


@pytest.mark.parametrize(
    "other",
    [
        make_clause("I will not keep my personal phone in a locker during lessons and switch it off."),
        make_clause(AGAIN, audience=Audience.PUPILS),
        make_clause("I will keep my school tablet on the desk during lessons."),
    ],
    ids=["forbids it", "binds others", "says something else"],
)
def test_another_rule_stays_a_clause_of_its_own(other):
    assert len(fold_clauses(ranked(make_clause(RULE), other))) == 2


def test_order_of_likelihood_is_kept():
    clauses = [make_clause(text) for text in ("Soup is at noon.", RULE, AGAIN)]

    assert [item.clause.text for item in fold_clauses(ranked(*clauses))] == ["Soup is at noon.", RULE]
