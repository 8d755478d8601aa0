"""What to ask of each policy when it is next reviewed: a draft, made of the topics that it does not decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.datatypes.answer import Citation
from bot.reporting.coverage_map import CoverageCell, CoverageRow
from bot.reporting.topic_coverage import CoverageState


@dataclass(frozen=True)
class ReviewQuestion:
    """A question for the review of ``document``, the policy with the nearest clause; ``nearby`` are its clauses."""

    school: str
    document: str
    topic: str
    state: CoverageState
    asked: int | None
    text: str
    nearby: tuple[Citation, ...]


def review_questions(rows: Iterable[CoverageRow]) -> list[ReviewQuestion]:
    """The questions for each policy, by its title; within it the most asked first, silent before partly."""
    found = [_question(row.title, cell) for row in rows for cell in row.cells if cell and _is_gap(cell)]
    return sorted(found, key=lambda one: (one.school, one.document, -(one.asked or 0), one.state != "silent"))


def _is_gap(cell: CoverageCell) -> bool:
    return cell.state is not CoverageState.COVERED and bool(cell.clauses)


def _question(title: str, cell: CoverageCell) -> ReviewQuestion:
    document = cell.clauses[0].document
    nearby = tuple(clause for clause in cell.clauses if clause.document == document)
    return ReviewQuestion(cell.school, document, title, cell.state, cell.asked, _wording(title, cell.state), nearby)


def _wording(title: str, state: CoverageState) -> str:
    if state is CoverageState.SILENT:
        return f"“{title}”: should the policy say something about this, and if so, what?"
    return f"“{title}”: does the policy say all that people need to know about this?"
