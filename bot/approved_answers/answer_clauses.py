"""The clauses that answers rest on: as they were approved, and as the school's policies read now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.answering.citation_builder import build_citation
from bot.approved_answers.models import ApprovedAnswer, RestingClause
from bot.datatypes.answer import Citation
from bot.datatypes.policy import Clause, PolicyDocument
from bot.errors import IndexUnusableError
from bot.index.clause_store import ClauseStore
from bot.retrieval.school_lexicon import terms

# How alike two clauses of one policy must be for the one to be taken for what became of the other; difflib's ratio.
_SUCCESSOR = 0.6


class SchoolClauses:
    """The clauses of a school as they stand in the index now, by id; none where the school is not in the index."""

    def __init__(self, store: ClauseStore, school: str) -> None:
        try:
            found = store.clauses(school) if school in store else []
        except IndexUnusableError:
            found = []
        self._clauses = {clause.clause_id: (document, clause) for document, clause in found}

    def __len__(self) -> int:
        return len(self._clauses)

    def __contains__(self, clause_id: str) -> bool:
        return clause_id in self._clauses

    def __iter__(self) -> Iterator[tuple[PolicyDocument, Clause]]:
        return iter(self._clauses.values())

    def reads_the_same(self, resting: RestingClause) -> bool:
        """Whether the clause is still there, word for word."""
        found = self._clauses.get(resting.clause_id)
        return found is not None and found[1].digest == resting.digest

    def search(self, words: str, most: int) -> list[tuple[PolicyDocument, Clause]]:
        """The clauses that have most of ``words``, in whichever form and synonym; rare words count more."""
        holding = {clause_id: set(terms(f"{c.lead_in} {c.text}")) for clause_id, (_, c) in self._clauses.items()}
        wanted = {term: sum(term in held for held in holding.values()) for term in set(terms(words))}
        scores = {
            clause_id: sum(1 / count for term, count in wanted.items() if term in held)
            for clause_id, held in holding.items()
        }
        best = sorted((c for c in scores if scores[c]), key=lambda clause_id: -scores[clause_id])[:most]
        return self.chosen(best)

    def chosen(self, clause_ids: Iterable[str]) -> list[tuple[PolicyDocument, Clause]]:
        """Those of the clauses that are there."""
        return [self._clauses[clause_id] for clause_id in clause_ids if clause_id in self._clauses]

    def citations(self, clause_ids: Iterable[str], public_url: str) -> tuple[Citation, ...]:
        """The clauses that are there, quoted."""
        return tuple(build_citation(d, c, score=1.0, public_url=public_url) for d, c in self.chosen(clause_ids))

    def documents_of(self, clause_ids: Iterable[str]) -> list[PolicyDocument]:
        """The policies that the clauses stand in."""
        return [document for document, _ in self.chosen(clause_ids)]

    def resting(self, answer: ApprovedAnswer, clause_ids: Iterable[str]) -> list[RestingClause]:
        """Rows, not saved yet, that keep how the clauses read now.

        :raises KeyError: one is not there.
        """
        rows = []
        for clause_id in clause_ids:
            document, clause = self._clauses[clause_id]
            quoted = build_citation(document, clause, score=1.0, public_url="")
            rows.append(
                RestingClause(
                    answer=answer,
                    clause_id=clause_id,
                    document_id=document.document_id,
                    digest=clause.digest,
                    lead_in=clause.lead_in,
                    text=clause.text,
                    reference=quoted.reference[:500],
                )
            )
        return rows

    def successor(self, resting: RestingClause) -> Clause | None:
        """What became of a clause: itself, or the likest of its policy; None where nothing there is like it."""
        if resting.clause_id in self._clauses:
            return self._clauses[resting.clause_id][1]
        matcher = SequenceMatcher(a="", b=resting.text, autojunk=False)
        best: tuple[float, Clause | None] = (_SUCCESSOR, None)
        for document, clause in self._clauses.values():
            if document.document_id == resting.document_id:
                matcher.set_seq1(clause.text)
                if matcher.quick_ratio() >= best[0] and (ratio := matcher.ratio()) >= best[0]:
                    best = (ratio, clause)
        return best[1]


@dataclass(frozen=True)
class ClauseThenAndNow:
    """A clause as it was approved, and what it reads now; ``now`` is None where it is gone."""

    then: RestingClause
    now: Clause | None

    @property
    def changed(self) -> bool:
        """Whether it reads otherwise, or is gone."""
        return self.now is None or self.now.clause_id != self.then.clause_id or self.now.digest != self.then.digest


def then_and_now(resting: Sequence[RestingClause], clauses: SchoolClauses) -> list[ClauseThenAndNow]:
    """Each clause of an answer beside what it reads now."""
    return [ClauseThenAndNow(one, clauses.successor(one)) for one in resting]
