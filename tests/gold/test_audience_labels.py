"""Whom each clause binds, against labels that were given without seeing what the program says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.datatypes.policy import Audience, Clause
from bot.ingestion.ingest_corpus import read_corpus

ROOT = Path(__file__).resolve().parents[2]
# The real schools' policies are not part of this project; a contributor has them beside it.
CORPORA = [ROOT / "corpus", ROOT.parent / "shared" / "corpus"]
# The rules were made while looking at these; the others' clauses were looked at once they had been measured.
LOOKED_AT = {"barham", "rainbow", "quarrowbeck", "thistlemere"}
ROWS = [json.loads(line) for line in Path(__file__).with_name("audience.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def clauses() -> dict[tuple[str, str], Clause]:
    schools = [school for corpus in CORPORA if corpus.is_dir() for school in read_corpus(corpus)]
    return {(s.profile.school, c.clause_id): c for s in schools for d in s.documents for c in d.clauses}


def rows_of(clauses, *, looked_at: bool) -> list[dict[str, str]]:
    there = {school for school, _ in clauses}
    return [r for r in ROWS if r["school"] in there and (r["school"] in LOOKED_AT) == looked_at]


@pytest.mark.parametrize(("looked_at", "least"), [(True, 0.95), (False, 0.93)])
def test_most_clauses_get_the_audience_that_a_reader_gives_them(clauses, looked_at, least):
    rows = rows_of(clauses, looked_at=looked_at)
    right = sum(clauses[r["school"], r["clause_id"]].audience == r["audience"] for r in rows)
    print(f"{right} of {len(rows)} labels")
    assert right / len(rows) >= least


def test_rows_are_labels_and_nothing_else():
    assert {tuple(row) for row in ROWS} == {("school", "clause_id", "audience")}
    assert {row["audience"] for row in ROWS} <= {audience.value for audience in Audience}
    assert len(ROWS) >= 120


def test_every_label_is_about_a_clause_that_is_there(clauses):
    there = {school for school, _ in clauses}
    assert [r for r in ROWS if r["school"] in there and (r["school"], r["clause_id"]) not in clauses] == []
