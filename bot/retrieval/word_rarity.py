"""How much of a question's words each clause of a school has, rare words counting more than common ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from bot.index.sentence_encoder import Vectors


@dataclass(frozen=True)
class WordRarity:
    """``clauses``: the terms of each clause; ``rarity``: how much each of them counts (inverse document frequency)."""

    clauses: tuple[frozenset[str], ...]
    rarity: dict[str, float]

    @classmethod
    def of(cls, clauses: Iterable[Sequence[str]]) -> WordRarity:
        """Count the terms of every clause, in reading order."""
        found = tuple(frozenset(terms) for terms in clauses)
        counts = Counter(term for terms in found for term in terms)
        return cls(found, {term: _rarity(len(found), count) for term, count in counts.items()})

    def shares(self, question: Iterable[str]) -> tuple[Vectors, float]:
        """The share of a question's terms that each clause has, and the share that none has; noughts for no term."""
        unseen = _rarity(len(self.clauses), 0)
        weights = {term: self.rarity.get(term, unseen) for term in set(question)}
        total = sum(weights.values()) or 1.0
        had = [sum(weights[term] for term in weights.keys() & terms) / total for terms in self.clauses]
        unknown = sum(weight for term, weight in weights.items() if term not in self.rarity)
        return np.asarray(had, dtype=np.float32), unknown / total


def _rarity(clauses: int, count: int) -> float:
    return log((clauses + 1) / (count + 0.5))
