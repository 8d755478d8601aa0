"""Comparing a question with clauses token by token."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Encoded
from bot.index.token_index import TokenIndex
from bot.retrieval.late_interaction import (
    ARRAYS,
    LateInteraction,
    read_late_interaction,
    write_late_interaction,
)

LEFT, UP = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
ZERO = np.zeros(2, dtype=np.float32)
EVEN = LateInteraction(
    question_weight=ZERO,
    clause_weight=ZERO,
    clause_bias=20.0,  # every token counts fully
    mix=np.array([1, 2], dtype=np.float32),
    silence_weight=LEFT,
    silence_bias=0.5,
)


def index_of(*clauses):
    return TokenIndex.build([EVEN.clause_tokens(np.stack(tokens)) for tokens in clauses])


def asked(*tokens):
    return Encoded(LEFT, np.stack(tokens))


def test_coverage_is_the_mean_of_each_tokens_best_match():
    index = index_of([LEFT, UP], [LEFT], [-UP])

    assert EVEN.coverage(asked(LEFT, UP), index) == pytest.approx([1, 0.5, -0.5], abs=1e-6)


def test_a_token_that_counts_more_decides_more():
    picky = LateInteraction(**{**EVEN.__dict__, "question_weight": 20 * UP})

    assert picky.coverage(asked(LEFT, UP), index_of([LEFT], [UP])) == pytest.approx([0, 1], abs=1e-3)


def test_score_mixes_cosine_and_coverage():
    assert EVEN.scores(np.array([0.5, 0]), np.array([0, 0.25])) == pytest.approx([0.5, 0.5])


def test_silence_depends_on_the_question():
    assert EVEN.silence(Encoded(LEFT, LEFT[None])) == pytest.approx(1.5)
    assert EVEN.silence(Encoded(UP, UP[None])) == pytest.approx(0.5)


def test_another_encoders_width_leaves_tokens_alike():
    wide = Encoded(np.array([1, 0, 0], dtype=np.float32), np.eye(3, dtype=np.float32))
    index = TokenIndex.build([EVEN.clause_tokens(wide.tokens)])

    assert EVEN.coverage(wide, index) == pytest.approx([1], abs=1e-6)
    assert EVEN.silence(wide) == 0.5


def test_school_without_clauses_has_no_scores():
    assert EVEN.coverage(asked(LEFT), TokenIndex.build([])).shape == (0,)


def test_weights_survive_a_round_trip(tmp_path):
    arrays = {name: np.asarray(getattr(EVEN, name), dtype=np.float32) for name in ARRAYS}
    write_late_interaction(arrays, tmp_path / "late.npz")

    assert read_late_interaction(tmp_path / "late.npz").clause_digest() == EVEN.clause_digest()


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"{}"])
def test_broken_weights_are_refused_in_one_line(tmp_path, content):
    path = tmp_path / "late.npz"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(TrainingDataError, match=r"^late\.npz cannot be read: run 'signpost learn'\.$"):
        read_late_interaction(path)


def test_shipped_weights_are_finite():
    late = read_late_interaction()

    assert all(np.isfinite(getattr(late, name)).all() for name in ARRAYS)
