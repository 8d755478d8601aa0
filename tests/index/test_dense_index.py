"""The dense index finds cosines exactly, in reading order, also after a round trip to disk."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import IndexUnusableError
from bot.index.dense_index import DenseIndex

VECTORS = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]], dtype=np.float32)
QUERY = np.array([0, 1, 0], dtype=np.float32)


def test_scores_are_cosines_in_reading_order():
    assert DenseIndex.build(VECTORS).scores(QUERY) == pytest.approx([0, 1, 0.8])


def test_index_survives_a_round_trip(tmp_path):
    DenseIndex.build(VECTORS).write(tmp_path / "dense.faiss")

    read = DenseIndex.read(tmp_path / "dense.faiss")

    assert np.array_equal(read.vectors(), VECTORS)
    assert read.scores(QUERY) == pytest.approx([0, 1, 0.8])


def test_index_of_no_clause_keeps_its_width_and_scores_nothing():
    index = DenseIndex.build(np.zeros((0, 3), dtype=np.float32))

    assert index.vectors().shape == (0, 3)
    assert index.scores(QUERY).shape == (0,)


@pytest.mark.parametrize("content", [None, b"", b"not an index"])
def test_damaged_file_is_refused_by_name(tmp_path, content):
    path = tmp_path / "dense.faiss"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(IndexUnusableError, match=r"dense\.faiss cannot be read"):
        DenseIndex.read(path)
