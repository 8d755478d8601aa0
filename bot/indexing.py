"""Ingestion and the search index, in the one order that works: read the corpus, store it, index it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answering.contact_warnings import contact_warnings
from bot.answering.engine import open_engine
from bot.answering.safeguarding_clauses import choose_quotations, read_clause_rules
from bot.answering.thresholds import read_thresholds
from bot.datatypes.policy import School
from bot.errors import IndexUnusableError, TrainingDataError
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import SentenceEncoder
from bot.ingestion.ingest_corpus import IngestReport, ingest_corpus
from bot.ingestion.ingest_report import render_report
from bot.retrieval.answerable import read_answerable_model
from bot.retrieval.cases import read_cases
from bot.retrieval.late_interaction import read_late_interaction
from bot.retrieval.reranker import read_relevance_model
from bot.retrieval.school_index import build_school_index, read_school_index
from bot.retrieval.shorthand import read_shorthand
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_prior import TopicPrior
from bot.settings import Settings


@dataclass(frozen=True)
class Ingestion:
    """What was read, what changed, and which schools were indexed anew."""

    report: IngestReport
    schools: tuple[School, ...]
    indexed: tuple[str, ...]

    @property
    def changed_clauses(self) -> bool:
        """Whether a clause reads otherwise than before, or is gone."""
        gone = any(entry.changes.updated or entry.changes.deleted for entry in self.report.schools)
        return gone or bool(self.report.removed)

    def tree(self) -> str:
        """The tree of sections and clauses of every school, for a person to check."""
        return render_report(self.report, self.schools)

    def summary(self) -> str:
        """What changed, and what the schools lack, without the clauses."""
        return render_report(self.report, ())

    def as_json(self) -> dict[str, Any]:
        """The counts and the missing fields of every school."""
        schools = {
            entry.school: {
                "created": len(entry.changes.created),
                "updated": len(entry.changes.updated),
                "deleted": len(entry.changes.deleted),
                "unchanged": len(entry.changes.unchanged),
                "inferred": list(entry.inferred),
                "missing": list(entry.missing),
                "skipped": list(entry.skipped),
            }
            for entry in self.report.schools
        }
        return {"schools": schools, "removed": list(self.report.removed), "indexed": list(self.indexed)}


def ingest_and_index(settings: Settings) -> Ingestion:
    """Bring the index up to date with the corpus; a corpus with an error leaves it as it was.

    :raises CorpusError: something in the corpus cannot be read; one sentence that names the file.
    :raises IndexUnusableError: there is no sentence encoder yet; nothing was changed.
    """
    store, encoder = ClauseStore(settings.index), SentenceEncoder(settings.onnx_encoder)
    encoder.fingerprint()  # without an encoder nothing is stored that could not be searched
    report = ingest_corpus(settings.corpus, store)
    names = [entry.school for entry in report.schools]
    indexed = tuple(name for name in names if build_school_index(store, name, encoder))
    TopicPrior(read_topics(), encoder, settings.index, read_cases()).load()
    engine = open_engine(settings, encoder)
    for name in names:
        choose_quotations(store, name, engine)
    return Ingestion(report, tuple(store.read(name) for name in names), indexed)


def check_index(settings: Settings) -> dict[str, Any]:
    """Whether every school can be searched, and what is wrong with its contacts; ``lines`` says it for people."""
    store, encoder = ClauseStore(settings.index), SentenceEncoder(settings.onnx_encoder)
    lines, ok = [], bool(store.schools())
    if not ok:
        lines.append(f"There is no index in {settings.index}: run 'signpost ingest'.")
    for name in store.schools():
        try:
            school = read_school_index(store, name, encoder)
        except IndexUnusableError as error:
            ok = False
            lines.append(f"{name}: {error}")
            continue
        lines.append(f"{name}: {len(school.clauses)} clauses")
        lines += [f"{name}: {warning}" for warning in contact_warnings(school.profile, date.today())]
    if not settings.email_host:
        lines.append("No e-mail says that a concern waits: set SIGNPOST_EMAIL_HOST to a mail server.")
    broken = _broken_files()
    return {"ok": ok and not broken, "lines": lines + broken}


def _broken_files() -> list[str]:
    """What is wrong with the files that ship with Signpost, without which no question can be answered."""
    broken = []
    for read in (
        read_thresholds,
        read_topics,
        read_late_interaction,
        read_cases,
        read_relevance_model,
        read_answerable_model,
        read_clause_rules,
        read_shorthand,
    ):
        try:
            read()
        except TrainingDataError as error:
            broken.append(str(error))
    return broken
