"""Topics by schools: what the policies do about each, and how often it was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.citation_builder import build_citation
from bot.datatypes.answer import Citation
from bot.datatypes.policy import Clause, PolicyDocument, School
from bot.reporting.counted_topics import is_counted, topic_title
from bot.reporting.coverage_store import Coverage
from bot.reporting.topic_coverage import CoverageState, TopicCoverage

_Places = dict[str, tuple[PolicyDocument, Clause]]


@dataclass(frozen=True)
class CoverageCell:
    """A topic at a school: the verdict, the clauses it rests on or that come nearest, and how often it was asked.

    ``asked`` is None for a topic that is not counted.
    """

    school: str
    state: CoverageState
    clauses: tuple[Citation, ...]
    asked: int | None


@dataclass(frozen=True)
class CoverageRow:
    """A topic; a cell for each school, None where its coverage is not known yet."""

    topic: str
    title: str
    cells: tuple[CoverageCell | None, ...]

    @property
    def asked(self) -> int:
        """How often it was asked at all the schools together."""
        return sum(cell.asked or 0 for cell in self.cells if cell)

    @property
    def has_gap(self) -> bool:
        """Whether any of the schools' policies do not decide it."""
        return any(cell and cell.state is not CoverageState.COVERED for cell in self.cells)


def coverage_rows(
    schools: Sequence[School], coverages: Mapping[str, Coverage | None], asked: Mapping[str, Counter[str]]
) -> list[CoverageRow]:
    """Every topic, the most asked first.

    :param coverages: by school; None where it is not known yet.
    :param asked: questions by school and topic.
    """
    places = {school.profile.school: _places(school) for school in schools}
    topics = sorted({topic for coverage in coverages.values() if coverage for topic in coverage}, key=topic_title)
    rows = [
        CoverageRow(
            topic,
            topic_title(topic),
            tuple(_cell(name, topic, coverages.get(name), places[name], asked) for name in places),
        )
        for topic in topics
    ]
    return sorted(rows, key=lambda row: -row.asked)


def _places(school: School) -> _Places:
    return {clause.clause_id: (document, clause) for document in school.documents for clause in document.clauses}


def _cell(
    school: str,
    topic: str,
    coverage: Coverage | None,
    places: _Places,
    asked: Mapping[str, Counter[str]],
) -> CoverageCell | None:
    known: TopicCoverage | None = coverage.get(topic) if coverage else None
    if known is None:
        return None
    clauses = tuple(build_citation(*places[name], score=1.0, public_url="") for name in known.clauses if name in places)
    return CoverageCell(school, known.state, clauses, asked[school][topic] if is_counted(topic) else None)


def count_states(rows: Sequence[CoverageRow]) -> Counter[CoverageState]:
    """How many cells are covered, partly covered and silent."""
    return Counter(cell.state for row in rows for cell in row.cells if cell)
