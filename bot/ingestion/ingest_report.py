"""What ingestion found and changed, as text for a person to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.datatypes.policy import Audience, Block, BlockKind, Clause, PolicyDocument, School
from bot.ingestion.ingest_corpus import IngestReport, SchoolReport


def render_report(report: IngestReport, schools: Sequence[School]) -> str:
    """The whole report: per school the counts, what was inferred, what is missing, and the tree of its policies."""
    by_name = {s.profile.school: s for s in schools}
    lines: list[str] = []
    for entry in report.schools:
        lines += _school_lines(entry, by_name.get(entry.school))
    lines += [f"{school}: no longer in the corpus, removed" for school in report.removed]
    return "\n".join(lines) + "\n"


def _school_lines(entry: SchoolReport, school: School | None) -> Iterator[str]:
    changes = entry.changes
    yield f"=== {entry.school}{f': {school.profile.name}' if school else ''}"
    yield (
        f"clauses: {len(changes.created)} created, {len(changes.updated)} updated, {len(changes.deleted)} deleted, "
        f"{len(changes.unchanged)} unchanged"
    )
    yield from (f"inferred: {line}" for line in entry.inferred)
    yield from (f"missing: {field} (say it in school.yml)" for field in entry.missing)
    yield from (f"skipped: {name} (no converter reads this kind of file)" for name in entry.skipped)
    for document in school.documents if school else ():
        yield ""
        yield from document_tree(document)
    yield ""


def document_tree(document: PolicyDocument) -> Iterator[str]:
    """The lines of one policy: sections, lead-ins and clauses as a tree, then what is metadata or noise."""
    clauses = {c.clause_id: c for c in document.clauses}
    review = f"{document.review.text} ({document.review.latest or 'no day'})" if document.review else "not stated"
    yield f"# {document.title} [{document.document_id}] version: {document.version or 'not stated'}; review: {review}"
    shown = set()
    for block in document.blocks:
        clause = clauses.get(block.clause_id or "")
        if block.kind is BlockKind.HEADING:
            yield _heading_line(document, block)
        elif block.kind in (BlockKind.LEAD_IN, BlockKind.TABLE_HEADER):
            yield f"{_pad(document, block)}{f'{block.label} ' if block.label else ''}> {block.text}"
        elif clause is not None:
            if clause.lead_in and clause.lead_in not in shown:
                yield f"{_pad(document, block)}> {clause.lead_in}"
            shown.add(clause.lead_in)
            yield f"{_pad(document, block)}{_clause_line(document, clause)}"
        shown.add(block.text)
    for kind in (BlockKind.METADATA, BlockKind.NOISE):
        yield from (f"{kind.value}: {b.text}" for b in document.blocks if b.kind is kind and b.text)


def _pad(document: PolicyDocument, block: Block) -> str:
    return "  " * (document.sections[block.section].level + block.level)


def _audience(audience: Audience) -> str:
    return "" if audience is Audience.EVERYONE else f" {{{audience.value}}}"


def _heading_line(document: PolicyDocument, block: Block) -> str:
    section = document.sections[block.section]
    words = " ".join(w for w in (section.number, section.title) if w)
    return f"{'  ' * (section.level - 1)}## {words}{_audience(section.audience)}"


def _clause_line(document: PolicyDocument, clause: Clause) -> str:
    label = clause.label or (f"({clause.parent_label})" if clause.parent_label else "-")
    differs = clause.audience is not document.sections[clause.section].audience
    audience = f" {{{clause.audience.value}}}" if differs else ""
    return f"{label} [{clause.kind.value}, line {clause.line}]{audience} {clause.text}"
