"""A corpus folder into the clause store: every school's policies, and what changed since the last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.datatypes.policy import PolicyDocument, School
from bot.errors import CorpusError, IndexUnusableError
from bot.index.clause_store import ClauseStore
from bot.ingestion.clause_changes import ClauseChanges, clause_changes
from bot.ingestion.converters import converter_for
from bot.ingestion.corpus_metadata import school_profile, with_dates
from bot.ingestion.counted_as_staff import with_counted_staff
from bot.ingestion.policy_reader import read_policy, slug
from bot.ingestion.school_file import SCHOOL_FILE, SchoolFile, read_school_file


@dataclass(frozen=True)
class SchoolReport:
    """What ingestion did for one school. ``skipped`` names files that no converter reads."""

    school: str
    changes: ClauseChanges
    inferred: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True)
class IngestReport:
    """What ingestion did. ``removed`` names schools that have left the corpus, and so the store."""

    schools: tuple[SchoolReport, ...]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _SchoolRead:
    """A school as read, with what a report says of it."""

    school: School
    inferred: tuple[str, ...]
    skipped: tuple[str, ...]


def school_folders(corpus: Path) -> list[Path]:
    """The folders of the schools, by name.

    :raises CorpusError: the corpus is not there, or holds no folder with a file in it.
    """
    if not corpus.is_dir():
        raise CorpusError(f"The corpus folder {corpus} is not there: make it, or set CORPUS to the right one.")
    folders = sorted(p for p in corpus.iterdir() if p.is_dir() and not p.name.startswith((".", "_")))
    folders = [f for f in folders if any(_visible(f))]
    if not folders:
        raise CorpusError(f"{corpus} holds no school's folder with a policy in it: make one folder per school.")
    return folders


def _visible(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "_", "~")))


def _read_school(folder: Path) -> _SchoolRead:
    stated = read_school_file(folder)
    files = [p for p in _visible(folder) if p.name != SCHOOL_FILE]
    readable = [(p, c) for p in files if (c := converter_for(p))]
    policies = [p for p, _ in readable]
    _check_entries(folder, stated, policies)
    texts: dict[str, str] = {}
    documents: list[PolicyDocument] = []
    for path, converter in readable:
        texts[path.name] = converter.convert(path)
        read = read_policy(texts[path.name], source=path.name, school=folder.name, name=_name(path, policies))
        documents += with_dates(read, stated.documents.get(path.name))
    documents = with_counted_staff(documents, stated.counts_as_staff)
    profile = school_profile(folder.name, documents, texts, stated)
    school = School(profile=profile, documents=tuple(documents))
    skipped = tuple(p.name for p in files if p not in policies)
    return _SchoolRead(school, tuple(_inferred(school, stated)), skipped)


def _name(path: Path, policies: Sequence[Path]) -> str:
    """The name that a file's documents are called by; the suffix counts where another file has the same stem."""
    alone = sum(slug(p.stem) == slug(path.stem) for p in policies) == 1
    return slug(path.stem if alone else path.name)


def _check_entries(folder: Path, stated: SchoolFile, policies: Sequence[Path]) -> None:
    unknown = sorted(set(stated.documents) - {p.name for p in policies})
    if unknown:
        raise CorpusError(
            f"{folder / SCHOOL_FILE}: documents names {unknown[0]!r}, which is not in the folder: correct the name."
        )


def _inferred(school: School, stated: SchoolFile) -> list[str]:
    """One line for each thing that is taken from the policies' own words."""
    profile = school.profile
    lines = [] if stated.name else [f"name: {profile.name}"]
    for field in ("safeguarding_lead", "head", "chair"):
        person = getattr(profile, field)
        if person and person.source != SCHOOL_FILE:
            lines.append(f"{field}: {person.name}{f', {person.title}' if person.title else ''} ({person.source})")
    lines += [f"deputy: {d.name} ({d.source})" for d in profile.deputies if d.source != SCHOOL_FILE]
    for document in school.documents:
        review = f"{document.review.text} = {document.review.latest}" if document.review else "not stated"
        counted = f"; counts as staff {', '.join(document.counts_as_staff)}" if document.counts_as_staff else ""
        version = document.version or "-"
        lines.append(f"{document.document_id}: {document.title}; version {version}; review {review}{counted}")
    return lines


def read_corpus(corpus: Path) -> list[School]:
    """Every school of a corpus, without storing anything.

    :raises CorpusError: something in the corpus cannot be read; one sentence that names the file.
    """
    return [_read_school(folder).school for folder in school_folders(corpus)]


def ingest_corpus(corpus: Path, store: ClauseStore) -> IngestReport:
    """Read the whole corpus, then bring the store up to date; a corpus with an error leaves the store as it was.

    :raises CorpusError: something in the corpus cannot be read; one sentence that names the file.
    """
    read = [_read_school(folder) for folder in school_folders(corpus)]
    reports = [
        SchoolReport(
            school=r.school.profile.school,
            changes=clause_changes(_stored(store, r.school.profile.school), r.school.documents),
            inferred=r.inferred,
            missing=r.school.profile.missing,
            skipped=r.skipped,
        )
        for r in read
    ]
    removed = sorted(set(store.schools()) - {r.school for r in reports})
    for entry in read:
        store.write(entry.school)
    for school in removed:
        store.remove(school)
    return IngestReport(schools=tuple(reports), removed=tuple(removed))


def _stored(store: ClauseStore, school: str) -> tuple[PolicyDocument, ...]:
    """A school's policies as stored; none where it is new, or what is stored cannot be read any more."""
    try:
        return store.read(school).documents
    except IndexUnusableError:
        return ()
