"""What changed between two ingestions of a school: clauses created, updated, deleted, unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.datatypes.policy import Clause, PolicyDocument

# From this ratio of difflib on, a new clause is an old one that was edited.
SIMILAR = 0.6


@dataclass(frozen=True)
class Update:
    """An edited clause: its id before and after."""

    before: str
    after: str


@dataclass(frozen=True)
class ClauseChanges:
    """The ids of a school's clauses by what happened to them."""

    created: tuple[str, ...] = ()
    updated: tuple[Update, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Placed:
    """A clause with what tells whether another one stands in the same spot."""

    clause: Clause
    document: str
    section: str
    after: str


def _placed(documents: Sequence[PolicyDocument], kept: set[str]) -> Iterator[_Placed]:
    """The clauses that are not kept, each with the kept one that stands before it."""
    for document in documents:
        after = ""
        for clause in document.clauses:
            if clause.clause_id in kept:
                after = clause.clause_id
            else:
                yield _Placed(clause, document.document_id, document.sections[clause.section].title, after)


def _near(old: _Placed, new: _Placed) -> bool:
    return old.document == new.document and (old.section == new.section or old.after == new.after)


def _similarity(matcher: SequenceMatcher[str], old: str) -> float:
    """difflib's ratio of ``old`` to the text that the matcher holds, or 0 where it is below ``SIMILAR`` anyhow."""
    matcher.set_seq1(old)
    if matcher.real_quick_ratio() < SIMILAR or matcher.quick_ratio() < SIMILAR:
        return 0.0
    return matcher.ratio()


def _pairs(old: Sequence[_Placed], new: Sequence[_Placed]) -> Iterator[tuple[float, int, int]]:
    """How similar each new clause is to each old one near it; indices are negated, so that the first sort first."""
    for k, now in enumerate(new):
        # The matcher remembers what it works out about its second text, so that one serves all old clauses.
        matcher = SequenceMatcher(None, "", now.clause.text, autojunk=False)
        for i, was in enumerate(old):
            if _near(was, now):
                yield _similarity(matcher, was.clause.text), -i, -k


def _updates(old: Sequence[_Placed], new: Sequence[_Placed]) -> list[Update]:
    """Pairs of an old and a new clause, the most similar first; each clause is in one pair at most."""
    updates: list[Update] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for ratio, i, k in sorted(_pairs(old, new), reverse=True):
        if ratio < SIMILAR:
            break
        if i not in used[0] and k not in used[1]:
            used[0].add(i)
            used[1].add(k)
            updates.append(Update(old[-i].clause.clause_id, new[-k].clause.clause_id))
    return updates


def clause_changes(old: Sequence[PolicyDocument], new: Sequence[PolicyDocument]) -> ClauseChanges:
    """Compare a school's policies before and after."""
    before = [c.clause_id for d in old for c in d.clauses]
    after = [c.clause_id for d in new for c in d.clauses]
    kept = set(before) & set(after)
    updates = _updates(list(_placed(old, kept)), list(_placed(new, kept)))
    gone, come = {u.before for u in updates}, {u.after for u in updates}
    return ClauseChanges(
        created=tuple(c for c in after if c not in kept and c not in come),
        updated=tuple(updates),
        deleted=tuple(c for c in before if c not in kept and c not in gone),
        unchanged=tuple(c for c in after if c in kept),
    )
