"""The sparse index scores shared terms, rare ones higher, and takes clauses without a single term."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import IndexUnusableError
from bot.index.sparse_index import SparseIndex

CLAUSES = [["phone", "locker"], ["phone", "lesson"], ["watch", "lesson"], []]


@pytest.fixture
def index():
    return SparseIndex.build(CLAUSES)


def test_clause_with_the_term_scores_and_the_others_do_not(index):
    scores = index.scores(["locker"])

    assert scores[0] > 0
    assert scores[1:].tolist() == [0, 0, 0]


def test_rare_term_counts_more_than_a_common_one(index):
    assert index.scores(["locker"])[0] > index.scores(["phone"])[0]


def test_clause_with_both_terms_comes_first(index):
    assert int(index.scores(["phone", "lesson"]).argmax()) == 1


def test_unknown_terms_score_nothing(index):
    assert not index.scores(["giraffe"]).any()
    assert not index.scores([]).any()


def test_index_survives_a_round_trip(index, tmp_path):
    index.write(tmp_path / "sparse")

    assert np.array_equal(SparseIndex.read(tmp_path / "sparse").scores(["lesson"]), index.scores(["lesson"]))


@pytest.mark.parametrize("clauses", [[], [[]], [[], []]])
def test_index_without_any_term_scores_every_clause_nothing(clauses, tmp_path):
    SparseIndex.build(clauses).write(tmp_path)

    assert SparseIndex.read(tmp_path).scores(["phone"]).tolist() == [0] * len(clauses)


def test_missing_folder_is_refused_by_name(tmp_path):
    with pytest.raises(IndexUnusableError, match="sparse cannot be read"):
        SparseIndex.read(tmp_path / "sparse")
