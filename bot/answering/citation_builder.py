"""From a clause to a citation: its words, where it stands, and a link that opens it highlighted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.datatypes.answer import Citation
from bot.datatypes.policy import Clause, PolicyDocument


def _section_name(document: PolicyDocument, clause: Clause) -> str:
    section = document.sections[clause.section]
    return f"{section.number} {section.title}".strip()


def _reference(document: PolicyDocument, clause: Clause) -> str:
    """What a person would write: "Mobile Technology Policy, 5.2.3", or the section where the clause has no number."""
    section = document.sections[clause.section]
    if clause.label or clause.parent_label:
        return f"{document.title}, {clause.label or clause.parent_label}"
    if section.number:
        return f"{document.title}, section {section.number}"
    if section.title and section.title != document.title:
        return f"{document.title}, “{section.title}”"
    return document.title


def _references(document: PolicyDocument, clause: Clause, also: Sequence[tuple[PolicyDocument, Clause]]) -> str:
    """The clause's reference, and those of the places that say the same."""
    others = dict.fromkeys(_reference(other_document, other) for other_document, other in also)
    others.pop(_reference(document, clause), None)
    return "; also ".join([_reference(document, clause), *others])


def build_citation(
    document: PolicyDocument,
    clause: Clause,
    *,
    score: float,
    public_url: str,
    also: Sequence[tuple[PolicyDocument, Clause]] = (),
) -> Citation:
    """Quote one clause.

    :param score: how near the clause is to the question, 0 to 1.
    :param public_url: where people reach the policy pages, without a trailing slash.
    :param also: the other clauses that say the same; the reference names them, too.
    """
    page = f"{public_url}/policies/{document.school}/{document.document_id}/{clause.clause_id}"
    return Citation(
        clause_id=clause.clause_id,
        text=clause.text,
        lead_in=clause.lead_in,
        document=document.title,
        section=_section_name(document, clause),
        label=clause.label,
        reference=_references(document, clause, also),
        url=f"{page}#{clause.clause_id}",
        score=round(min(max(score, 0.0), 1.0), 4),
    )
