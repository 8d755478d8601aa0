"""What the policies say of themselves and their school, and what school.yml says instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.datatypes.policy import (
    BlockKind,
    ClauseKind,
    Contact,
    PolicyDocument,
    ReviewDate,
    SchoolProfile,
)
from bot.ingestion.contacts import Statement, find_contacts
from bot.ingestion.policy_dates import latest_day, review_date, written_date
from bot.ingestion.school_file import DocumentEntry, SchoolFile
from bot.ingestion.school_name import school_name

# What a question may have to be passed on to; a school without them gets a warning.
NEEDED = ("safeguarding_lead", "deputies", "head", "chair", "local_authority", "out_of_hours")


def _details(document: PolicyDocument) -> list[str]:
    """The texts in which a policy speaks of itself: key details, table rows and metadata first, then the rest."""
    kinds = (ClauseKind.KEY_DETAIL, ClauseKind.TABLE_ROW)
    first = [c.text for c in document.clauses if c.kind in kinds]
    lines = [b.text for b in document.blocks if b.kind is BlockKind.METADATA]
    return [*first, *lines, *(c.text for c in document.clauses if c.kind not in kinds)]


def _key_details(document: PolicyDocument) -> list[str]:
    kinds = (ClauseKind.KEY_DETAIL, ClauseKind.TABLE_ROW)
    return [c.text for c in document.clauses if c.kind in kinds]


def with_dates(documents: Sequence[PolicyDocument], entry: DocumentEntry | None) -> tuple[PolicyDocument, ...]:
    """The policies of one file with version and review date, stated by themselves, by the file, or by school.yml.

    A title in school.yml is the file's first policy's.
    """
    entry = entry or DocumentEntry()
    reviews = [review_date(_details(d)) for d in documents]
    versions = [written_date(d.version, _key_details(d)) for d in documents]
    stated = ReviewDate(text=entry.review_date, latest=latest_day(entry.review_date)) if entry.review_date else None
    review = next((r for r in reviews if r), None)
    version = next((v for v in versions if v), "")
    return tuple(
        d.model_copy(
            update={
                "title": entry.title if entry.title and index == 0 else d.title,
                "version": entry.version or versions[index] or version,
                "review": stated or reviews[index] or review,
            }
        )
        for index, d in enumerate(documents)
    )


def statements(documents: Sequence[PolicyDocument], texts: dict[str, str]) -> list[Statement]:
    """What the policies' clauses say, table rows by their cells. ``texts`` holds each file's text by its name."""
    found: list[Statement] = []
    for document in documents:
        for clause in document.clauses:
            cells = [clause.text]
            if clause.kind is ClauseKind.TABLE_ROW:
                row = texts[document.source][clause.spans[0].start : clause.spans[-1].end]
                parted = row.replace("|", "\t").split("\t")
                cells = [" ".join(c.split()) for c in parted if c.strip()]
            found.append(Statement(tuple(cells), document.source))
    return sorted(found, key=lambda s: len(s.cells) == 1)


def school_profile(
    school: str, documents: Sequence[PolicyDocument], texts: dict[str, str], stated: SchoolFile
) -> SchoolProfile:
    """The school's name and people: what school.yml says, else what the policies say; ``missing`` names the rest."""
    inferred = find_contacts(statements(documents, texts))

    def first(field: str) -> Contact | None:
        person = getattr(stated, field)
        return person.as_contact() if person else next(iter(inferred.get(field, ())), None)

    people = {field: first(field) for field in NEEDED if field != "deputies"}
    deputies = tuple(p.as_contact() for p in stated.deputies) or inferred["deputies"]
    missing = [f for f in NEEDED if not (deputies if f == "deputies" else people[f])]
    name = stated.name or school_name(school, documents)
    return SchoolProfile(
        school=school,
        name=name or school.replace("-", " ").title(),
        deputies=deputies,
        contacts_checked=stated.contacts_checked.isoformat() if stated.contacts_checked else None,
        missing=tuple(missing if name else ["name", *missing]),
        places={c: e.as_places() for c, e in (("slack", stated.slack), ("teams", stated.teams)) if e},
        embed_on=stated.web.embed_on if stated.web else (),
        **people,
    )
