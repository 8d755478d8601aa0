"""The questions of readings as a question set, with a retriever over the readings' policies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.evaluation.gold_questions import GoldQuestion
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import SentenceEncoder
from bot.learning.reading_school import school_of
from bot.learning.readings import Asked, ReadClause, Reading
from bot.retrieval.late_interaction import LateInteraction
from bot.retrieval.school_index import build_school_index


def index_readings(
    readings: dict[str, Reading], folder: Path, encoder: SentenceEncoder, late: LateInteraction | None = None
) -> ClauseStore:
    """A store in ``folder`` that holds each reading as a school, indexed.

    :param late: what tokens count; as shipped if left out.
    """
    store = ClauseStore(folder)
    for name, reading in readings.items():
        store.write(school_of(name, reading))
        build_school_index(store, name, encoder, late)
    return store


def questions_of(name: str, reading: Reading) -> Iterator[GoldQuestion]:
    """The questions of one reading, whose school is ``name``; the clauses' own words are the evidence."""
    clauses = [clause for _, _, clause in reading.clauses()]
    texts = {clause.id: clause.text for clause in clauses if clause.id}
    numbered = 0
    for clause in clauses:
        for asked in clause.questions():
            numbered += 1
            yield _answered(f"{name}-{clause.topic}-{numbered}", name, clause, asked, texts)
        for text in clause.near:
            numbered += 1
            evidence = (clause.text,)
            yield GoldQuestion(
                id=f"{name}-{clause.topic}-{numbered}", school=name, question=text, expect="near", evidence=evidence
            )
    for text in reading.silent:
        numbered += 1
        yield GoldQuestion(id=f"{name}-silent-{numbered}", school=name, question=text, expect="unanswered")


def _answered(row: str, school: str, clause: ReadClause, asked: Asked, texts: dict[str | None, str]) -> GoldQuestion:
    evidence = (clause.text, *(texts[name] for name in asked.also))
    return GoldQuestion(
        id=row, school=school, role=asked.role or "staff", question=asked.q, expect="answer", evidence=evidence
    )
