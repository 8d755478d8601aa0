"""Verdicts against labels: what is counted, what is skipped, and that they are right on the schools at hand."""

from __future__ import annotations

import json

import pytest

from bot.errors import TrainingDataError
from bot.evaluation.gold_questions import read_rows
from bot.evaluation.verdicts import LabelledClause, compare_labels, run_verdicts
from bot.index.clause_store import ClauseStore
from bot.ingestion.ingest_corpus import ingest_corpus
from bot.settings import Settings, load_settings
from tests.conftest import ROOT

LABELS = ROOT / "tests" / "gold" / "modality.jsonl"
REAL_CORPUS = ROOT.parent / "shared" / "corpus"
LEAST = 0.95


def labels_of(store: ClauseStore) -> list[LabelledClause]:
    return [row for row in read_rows(LABELS, LabelledClause) if row.school in store]


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    """A home whose index holds the sample schools' clauses, and nothing else."""
    made = load_settings(
        {"SIGNPOST_HOME": str(tmp_path_factory.mktemp("home")), "SIGNPOST_CORPUS": str(ROOT / "corpus")}
    )
    ingest_corpus(made.corpus, ClauseStore(made.index))
    return made


@pytest.fixture(scope="module")
def sample_store(settings) -> ClauseStore:
    return ClauseStore(settings.index)


def test_verdicts_are_right_on_the_sample_schools(sample_store):
    done = compare_labels(labels_of(sample_store), sample_store)

    assert done.gone == []
    assert done.pairs.total() >= 100
    assert done.accuracy >= LEAST


@pytest.mark.skipif(not REAL_CORPUS.is_dir(), reason="the real schools' policies are not beside this checkout")
def test_verdicts_are_right_on_the_real_schools(tmp_path):
    store = ClauseStore(tmp_path)
    ingest_corpus(REAL_CORPUS, store)
    done = compare_labels(labels_of(store), store)

    assert done.pairs.total() >= 200
    assert done.accuracy >= LEAST


def test_labels_hold_no_words_of_a_policy():
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]

    assert {frozenset(row) for row in rows} == {frozenset({"school", "clause_id", "modality"})}
    assert len({row["clause_id"] for row in rows}) == len(rows) >= 280


def test_school_that_is_not_in_the_index_is_skipped_and_named(settings):
    body = run_verdicts([LABELS], settings, None)

    assert {"barham", "leybourne"} <= set(body["skipped"])
    assert any(line.startswith("Skipped") and "barham" in line for line in body["lines"])


def test_confusion_table_counts_every_label(settings):
    lines = run_verdicts([LABELS], settings, None)["lines"]

    assert "prohibited" in lines[1]
    assert [line.split()[0] for line in lines[2:8]] == [
        "prohibited",
        "permitted",
        "conditional",
        "required",
        "advised",
        "information",
    ]


def test_clause_that_has_changed_is_counted_apart(sample_store):
    row = LabelledClause(school="saltmarrow", clause_id="c-000000000000", modality="required")

    assert compare_labels([row], sample_store).gone == ["c-000000000000"]


def test_sets_without_a_school_of_the_index_are_refused(tmp_path, settings):
    rows = tmp_path / "labels.jsonl"
    rows.write_text('{"school": "nowhere", "clause_id": "c-1", "modality": "required"}\n', encoding="utf-8")

    with pytest.raises(TrainingDataError, match="No labelled clause is in the index"):
        run_verdicts([rows], settings, None)


def test_readings_are_compared_too(tmp_path, settings):
    (tmp_path / "club.yml").write_text(
        "organisation: Club\nkind: club\ndocuments:\n- title: Phones\n  sections:\n  - clauses:\n"
        "    - {text: Phones must be off., rule: required, topic: phones}\n",
        encoding="utf-8",
    )

    assert run_verdicts([LABELS], settings, tmp_path)["readings"] == {"accuracy": 1.0, "clauses": 1}
