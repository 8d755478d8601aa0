"""The store gives back what it was given, and says in one sentence what is wrong with the rest."""

from __future__ import annotations

import pytest

from bot.errors import IndexUnusableError
from bot.index.clause_store import ClauseStore
from tests.tiny_school import make_school, make_store


def test_store_gives_back_the_school_it_was_given(tmp_path):
    school = make_school("alder", "Phones stay in lockers.")

    assert make_store(tmp_path, school).read("alder") == school


def test_store_lists_its_schools_by_name(tmp_path):
    assert make_store(tmp_path, make_school("birch"), make_school("alder")).schools() == ["alder", "birch"]


def test_store_without_a_folder_holds_no_school(tmp_path):
    assert ClauseStore(tmp_path / "nowhere").schools() == []


def test_store_replaces_a_school_written_again(tmp_path):
    store = make_store(tmp_path, make_school("alder", "Old words."), make_school("alder", "New words."))

    assert [clause.text for _, clause in store.clauses("alder")] == ["New words."]


def test_store_forgets_a_school_with_everything_kept_beside_it(tmp_path):
    store = make_store(tmp_path, make_school("alder"))
    (tmp_path / "alder" / "search").mkdir()

    store.remove("alder")

    assert not (tmp_path / "alder").exists()


def test_store_finds_a_document_by_its_id_and_no_other(tmp_path):
    store = make_store(tmp_path, make_school("alder", "Words."))

    assert store.document("alder", "phones-policy").title == "Phones Policy"
    assert store.document("alder", "other") is None


@pytest.mark.parametrize("name", ["beech", "", ".", "..", "../alder", "alder/", "alder\0", "a" * 5000])
def test_store_refuses_a_name_that_is_no_school(tmp_path, name):
    store = make_store(tmp_path / "index", make_school("alder"))
    make_store(tmp_path, make_school("beech"))

    with pytest.raises(IndexUnusableError, match="is not in the index"):
        store.read(name)


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b'{"profile": 3}'])
def test_store_says_which_file_is_damaged(tmp_path, damage):
    store = make_store(tmp_path, make_school("alder"))
    (tmp_path / "alder" / "school.json").write_bytes(damage)

    with pytest.raises(IndexUnusableError, match=r"school\.json cannot be read"):
        store.read("alder")
