"""Tokens of clauses: stored, read back, matched."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import IndexUnusableError
from bot.index.token_index import TokenIndex

CLAUSES = [np.eye(3, dtype=np.float32)[:2], np.eye(3, dtype=np.float32)[2:]]


def test_best_match_is_taken_within_each_clause():
    found = TokenIndex.build(CLAUSES).best_matches(np.eye(3, dtype=np.float32))

    assert found.tolist() == [[1, 1, 0], [0, 0, 1]]


def test_index_survives_a_round_trip(tmp_path):
    TokenIndex.build(CLAUSES).write(tmp_path / "tokens.npz")

    assert TokenIndex.read(tmp_path / "tokens.npz").best_matches(np.eye(3)[:1]).tolist() == [[1], [0]]


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04"])
def test_broken_index_is_refused(tmp_path, content):
    path = tmp_path / "tokens.npz"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(IndexUnusableError, match=r"tokens\.npz cannot be read: run 'signpost ingest' again\.$"):
        TokenIndex.read(path)
