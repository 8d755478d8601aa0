"""What a school's policies do about a topic: decide it, bear on it, or say nothing."""

from __future__ import annotations

from enum import StrEnum

from bot.datatypes.value import Value

# Shares of a topic's questions; docs/evaluation.md has what they cost, `signpost evaluate-coverage` prints it.
_COVERED = 0.85
_PARTLY = 0.34


class CoverageState(StrEnum):
    """The verdict on a topic."""

    COVERED = "covered"
    PARTLY = "partly"
    SILENT = "silent"


class TopicCoverage(Value):
    """One topic at one school: the verdict, and the ids of the clauses that its questions found most, nearest first.

    ``asked`` example questions were tried; the policies answered ``answered`` of them, and bore on ``related`` more.
    """

    state: CoverageState
    asked: int
    answered: int
    related: int
    clauses: tuple[str, ...] = ()


def state_for(answered: int, related: int, asked: int) -> CoverageState:
    """The verdict on a topic of whose ``asked`` questions so many were answered, or had related clauses.

    Nearly all must be answered: a gap that is shown as covered is never closed, one that is none costs a look.
    """
    if asked and answered >= _COVERED * asked:
        return CoverageState.COVERED
    if asked and answered + related >= _PARTLY * asked:
        return CoverageState.PARTLY
    return CoverageState.SILENT
