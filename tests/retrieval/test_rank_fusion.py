"""Reciprocal rank fusion on numbers small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from bot.retrieval.rank_fusion import fuse_rankings


def ranking(*scores: float):
    return np.array(scores, dtype=np.float32)


def test_score_is_the_sum_of_reciprocal_ranks():
    fused = fuse_rankings([ranking(3, 2, 1), ranking(1, 3, 2)])

    assert fused == pytest.approx([1 / 61 + 1 / 63, 1 / 62 + 1 / 61, 1 / 63 + 1 / 62])


def test_agreement_of_two_beats_the_first_place_of_one():
    fused = fuse_rankings([ranking(9, 8, 1, 1), ranking(1, 8, 9, 1), ranking(1, 8, 1, 9)])

    assert int(fused.argmax()) == 1


def test_clause_without_a_score_gains_nothing():
    assert fuse_rankings([ranking(0, 5, -1)])[[0, 2]].tolist() == [0, 0]


def test_fusion_of_no_clause_is_empty():
    assert fuse_rankings([ranking(), ranking()]).shape == (0,)
