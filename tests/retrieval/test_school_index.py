"""A school's search index is built once, survives another ingestion, and is refused when it does not fit."""

from __future__ import annotations

import shutil

import pytest

from bot.errors import IndexUnusableError
from bot.retrieval.school_index import build_school_index, index_version, read_school_index
from tests.tiny_school import WordEncoder, make_school, make_store

TEXTS = ("Phones stay in lockers.", "Watches may be worn.", "Visitors sign in at the office.")


@pytest.fixture
def store(tmp_path):
    store = make_store(tmp_path, make_school("alder", *TEXTS))
    build_school_index(store, "alder", WordEncoder())
    return store


def test_built_index_holds_every_clause_in_reading_order(store):
    index = read_school_index(store, "alder", WordEncoder())

    assert [clause.text for _, clause in index.clauses] == list(TEXTS)
    assert len(index.dense) == len(index.sparse) == 3


def test_unchanged_school_is_not_built_again(store):
    encoder = WordEncoder()

    assert build_school_index(store, "alder", encoder) is False
    assert encoder.encoded == 0


def test_version_stays_while_nothing_changes(store):
    before = index_version(store, "alder")
    store.write(make_school("alder", *TEXTS))
    build_school_index(store, "alder", WordEncoder())

    assert index_version(store, "alder") == before


def test_changed_clause_is_indexed_anew(store):
    before = index_version(store, "alder")
    store.write(make_school("alder", *TEXTS[:2], "Visitors sign in at the gate."))

    assert build_school_index(store, "alder", WordEncoder()) is True
    assert read_school_index(store, "alder", WordEncoder()).clauses[2][1].text == "Visitors sign in at the gate."
    assert index_version(store, "alder") != before


def test_another_encoder_is_refused_and_then_indexed_anew(store):
    with pytest.raises(IndexUnusableError, match="another encoder"):
        read_school_index(store, "alder", WordEncoder(model="other"))

    assert build_school_index(store, "alder", WordEncoder(model="other")) is True


def test_index_of_a_changed_corpus_is_refused(store):
    store.write(make_school("alder", "Other words."))

    with pytest.raises(IndexUnusableError, match="another corpus"):
        read_school_index(store, "alder", WordEncoder())


@pytest.mark.parametrize("name", ["dense.faiss", "sparse/vocab.index.json", "sparse/size"])
def test_truncated_file_is_refused_and_then_built_anew(store, name):
    file = store.folder / "alder" / "search" / name
    file.write_bytes(file.read_bytes()[:-1])

    with pytest.raises(IndexUnusableError, match="is damaged"):
        read_school_index(store, "alder", WordEncoder())
    assert build_school_index(store, "alder", WordEncoder()) is True
    read_school_index(store, "alder", WordEncoder())


def test_missing_index_is_refused_and_then_built(store):
    shutil.rmtree(store.folder / "alder" / "search")

    with pytest.raises(IndexUnusableError, match="There is no index"):
        read_school_index(store, "alder", WordEncoder())
    assert build_school_index(store, "alder", WordEncoder()) is True


def test_remains_of_a_build_that_was_stopped_are_no_hindrance(store):
    for name in ("search.new", "search.old"):
        shutil.copytree(store.folder / "alder" / "search", store.folder / "alder" / name)
    store.write(make_school("alder", "Other words."))

    assert build_school_index(store, "alder", WordEncoder()) is True
    assert sorted(p.name for p in (store.folder / "alder").iterdir()) == ["school.json", "search"]


def test_unknown_school_has_no_index_and_no_version(store):
    with pytest.raises(IndexUnusableError, match="is not in the index"):
        read_school_index(store, "beech", WordEncoder())
    assert index_version(store, "beech") == index_version(store, "b" * 5000) == 0


def test_school_without_a_clause_can_be_indexed(tmp_path):
    store = make_store(tmp_path, make_school("alder"))

    assert build_school_index(store, "alder", WordEncoder()) is True
    assert read_school_index(store, "alder", WordEncoder()).clauses == ()


def test_index_of_other_synonyms_is_refused(store, monkeypatch):
    monkeypatch.setattr("bot.retrieval.school_index.lexicon_digest", lambda: "another lexicon")

    with pytest.raises(IndexUnusableError, match="another corpus or lexicon"):
        read_school_index(store, "alder", WordEncoder())
