"""What a search found, and why that was not enough, in words for a safeguarding lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from pydantic import ValidationError

from bot.console.policy_shelf import PolicyShelf, policy_shelf
from bot.datatypes.search_report import FoundClause, SearchReport


@dataclass(frozen=True)
class Finding:
    """A clause that was found: its name, where it stands highlighted, its score, and its words if they still stand."""

    reference: str
    url: str
    score: str
    lead_in: str
    text: str


@dataclass(frozen=True)
class SearchFindings:
    """Why the search was enough or not, a sentence each, and what it found."""

    reasons: list[str]
    clauses: list[Finding]


def search_findings(school: str, stored: object) -> SearchFindings | None:
    """An account of a search as it was stored; None where there was none, or a version with other fields wrote it."""
    try:
        report = SearchReport.model_validate(stored)
    except ValidationError:
        return None
    clauses = [_finding(policy_shelf(), school, found) for found in report.clauses]
    return SearchFindings(list(_reasons(report)), clauses)


def _reasons(report: SearchReport) -> Iterator[str]:
    sure = f"the policies reached {report.answerable:.2f}"
    if report.answerable >= report.needed:
        yield f"An answer needs {report.needed:.2f}; {sure}, so Signpost took the first clause for the answer."
        return
    yield f"An answer needs {report.needed:.2f}, on a scale from 0 (surely not there) to 1 (surely there); {sure}."
    if report.answerable >= report.bearing:
        yield f"That is enough ({report.bearing:.2f}) to show clauses as related, and not to call them the answer."
    elif report.is_outside:
        yield "The question looked like one of pay, parking, lunch or the like, which these policies do not deal with."
    elif report.nearest < report.in_scope:
        nearest = f"the nearest reached {report.nearest:.2f}, and that needs {report.in_scope:.2f}"
        yield f"No clause is near in meaning: {nearest}."
    elif report.clauses:
        yield "The clauses below came nearest, and none stood out as the answer."


def _finding(shelf: PolicyShelf, school: str, found: FoundClause) -> Finding:
    document = shelf.document(school, found.document_id)
    clauses = document.clauses if document else ()
    clause = next((one for one in clauses if one.clause_id == found.clause_id), None)
    place = reverse("policy-clause", args=[school, found.document_id, found.clause_id]) if document else ""
    return Finding(
        reference=found.reference,
        url=f"{place}#{found.clause_id}" if place else "",
        score=f"{found.score:.2f}",
        lead_in=clause.lead_in if clause else "",
        text=clause.text if clause else "",
    )
