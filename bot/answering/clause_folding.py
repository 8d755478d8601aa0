"""The same rule in two places (an agreement and a policy) is shown once, with both references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from bot.answering.modality import modality_of
from bot.datatypes.answer import Modality
from bot.datatypes.policy import Clause
from bot.retrieval.hybrid_retriever import RankedClause
from bot.retrieval.school_lexicon import terms

# The share of their terms that two clauses must have in common to be one rule. On the schools at hand every pair above
# it is the same rule written twice, and below it stand pairs that differ in what they forbid.
_SAME = 0.8


@lru_cache(maxsize=8192)  # a clause is compared with each clause that ranks above it
def _words(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _modality(clause: Clause) -> Modality:
    return modality_of(clause.lead_in, clause.text)


def say_the_same(one: Clause, other: Clause) -> bool:
    """Whether two clauses are one rule: nearly the same words, for the same people, with the same verdict."""
    if (one.lead_in, one.digest) == (other.lead_in, other.digest):
        return True
    first, second = (_words(f"{clause.lead_in} {clause.text}") for clause in (one, other))
    alike = len(first & second) >= _SAME * len(first | second) > 0
    return alike and one.audience == other.audience and _modality(one) == _modality(other)


def fold_clauses(ranked: Iterable[RankedClause], most: int | None = None) -> list[RankedClause]:
    """Fold clauses that say the same into the likeliest of them; ``also`` of that one names the others.

    :param ranked: likeliest first.
    :param most: how many are wanted at the most; all if left out.
    """
    folded: list[RankedClause] = []
    for item in ranked:
        number = next((n for n, other in enumerate(folded) if say_the_same(other.clause, item.clause)), None)
        if number is None:
            folded += [item] if most is None or len(folded) < most else []
        else:
            folded[number] = replace(folded[number], also=(*folded[number].also, item))
    return folded
