"""How the search for an answer went: for those who review the question, and never for whoever asked it."""

from __future__ import annotations

from pydantic import Field

from bot.datatypes.value import Value

MOST_FOUND = 5


class FoundClause(Value):
    """A clause that was found, with the chance (0 to 1) that it answers, and how a person would name it."""

    document_id: str = Field(max_length=300)
    clause_id: str = Field(max_length=300)
    reference: str = Field(max_length=500)
    score: float


class SearchReport(Value):
    """What was found, likeliest first, and why that was enough or not. All numbers lie between 0 and 1.

    ``answerable``: the chance that the policies answer the question; ``needed`` is what an answer needs of it,
    ``bearing`` what related clauses need. ``nearest``: how near the nearest clause is in meaning; below ``in_scope``,
    or where ``is_outside``, the question was taken to be about nothing that the policies deal with.
    """

    answerable: float
    needed: float
    bearing: float
    nearest: float
    in_scope: float
    is_outside: bool = False
    clauses: tuple[FoundClause, ...] = Field(default=(), max_length=MOST_FOUND)
