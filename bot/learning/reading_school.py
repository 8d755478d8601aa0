"""A reading as a school that can be searched: weights are fitted on such schools."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from bot.datatypes.policy import Audience, Clause, ClauseKind, PolicyDocument, School, SchoolProfile, Section
from bot.learning.readings import ReadDocument, Reading

_AUDIENCES = {
    "staff": Audience.STAFF,
    "volunteers": Audience.VOLUNTEERS,
    "visitors": Audience.VISITORS,
    "parents": Audience.PARENTS,
    "pupils": Audience.PUPILS,
    "everyone": Audience.EVERYONE,
}


def school_of(name: str, reading: Reading) -> School:
    """The school whose policies a reading holds; ``name`` is its id."""
    documents = tuple(_document(name, number, document) for number, document in enumerate(reading.documents, start=1))
    return School(profile=SchoolProfile(school=name, name=reading.organisation), documents=documents)


def _document(school: str, number: int, document: ReadDocument) -> PolicyDocument:
    return PolicyDocument(
        document_id=f"{school}-{number}",
        school=school,
        title=document.title,
        source=f"{school}.yml",
        source_digest="",
        sections=tuple(
            Section(title=section.title, audience=_AUDIENCES[section.audience]) for section in document.sections
        ),
        blocks=(),
        clauses=tuple(_clauses(document)),
    )


def _clauses(document: ReadDocument) -> Iterator[Clause]:
    for number, section in enumerate(document.sections):
        for clause in section.clauses:
            digest = hashlib.sha256(f"{number} {section.lead_in} {clause.text}".encode()).hexdigest()
            yield Clause(
                clause_id=digest[:12],
                text=clause.text,
                digest=digest,
                lead_in=section.lead_in,
                kind=ClauseKind.BULLET if section.lead_in else ClauseKind.PARAGRAPH,
                section=number,
                line=1,
                spans=(),
                audience=_AUDIENCES[section.audience],
            )
