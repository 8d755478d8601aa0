"""The questions of readings as a question set."""

from __future__ import annotations

from collections.abc import Iterator

from bot.evaluation.gold_questions import GoldQuestion
from bot.learning.readings import Asked, ReadClause, Reading


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


def _answered(row: str, school: str, clause: ReadClause, asked: Asked, texts: dict[str, str]) -> GoldQuestion:
    evidence = (clause.text, *(texts[name] for name in asked.also))
    return GoldQuestion(
        id=row, school=school, role=asked.role or "staff", question=asked.q, expect="answer", evidence=evidence
    )
