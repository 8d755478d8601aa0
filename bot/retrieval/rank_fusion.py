"""Several rankings into one, by reciprocal rank fusion.

Source: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
Methods", SIGIR 2009; the constant 60 is theirs.
"""

from __future__ import annotations

import numpy as np

from bot.index.sentence_encoder import Vectors

_CONSTANT = 60


def fuse_rankings(scores: list[Vectors]) -> Vectors:
    """Fuse rankings of the same clauses.

    :param scores: one array per ranking, a score per clause, larger is better; a score of 0 or less is not ranked.
    :returns: a fused score per clause, larger is better.
    """
    fused = np.zeros_like(scores[0], dtype=np.float32)
    for ranking in scores:
        order = np.argsort(-ranking, kind="stable")
        ranks = np.empty(len(order), dtype=np.float32)
        ranks[order] = np.arange(1, len(order) + 1, dtype=np.float32)
        fused += np.where(ranking > 0, 1.0 / (_CONSTANT + ranks), 0.0).astype(np.float32)
    return fused
