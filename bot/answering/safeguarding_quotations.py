"""The school's own clauses below a safeguarding text: kept beside its clauses, and read without any search."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answering.citation_builder import build_citation
from bot.datatypes.answer import Citation, Outcome
from bot.datatypes.policy import School
from bot.index.clause_store import SCHOOL_FILE, ClauseStore

QUOTATIONS_FILE = "safeguarding.json"
RULES_FILE = Path(__file__).with_name("safeguarding_clauses.yml")

Quotations = Mapping[Outcome, tuple[Citation, ...]]


class _Chosen(BaseModel):
    """What was chosen: clause ids by outcome, and a digest of what they were chosen from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_from: str
    clauses: dict[Outcome, tuple[str, ...]]


def _digest(store: ClauseStore, school: str) -> str:
    """What a choice depends on: the school's clauses and people, and the rules."""
    digest = hashlib.sha256((store.folder / school / SCHOOL_FILE).read_bytes())
    digest.update(RULES_FILE.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> _Chosen | None:
    try:
        return _Chosen.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def is_chosen(store: ClauseStore, school: str) -> bool:
    """Whether a choice is stored that was made from what is in the store now."""
    known = _read(store.folder / school / QUOTATIONS_FILE)
    return known is not None and known.made_from == _digest(store, school)


def write_choice(store: ClauseStore, school: str, clauses: Mapping[Outcome, tuple[str, ...]]) -> None:
    """Store which clauses were chosen, by their ids, in one step."""
    path = store.folder / school / QUOTATIONS_FILE
    chosen = _Chosen(made_from=_digest(store, school), clauses=dict(clauses))
    draft = path.with_name(f"{QUOTATIONS_FILE}.new")
    draft.write_text(json.dumps(chosen.model_dump(mode="json"), indent=1), encoding="utf-8")
    draft.replace(path)


def read_quotations(store: ClauseStore, school: School, public_url: str) -> Quotations:
    """The citations for each safeguarding outcome; none where they were not chosen from the clauses in the store now.

    :param public_url: where people reach the policy pages, without a trailing slash.
    :raises OSError: the school is no longer in the store.
    """
    name = school.profile.school
    chosen = _read(store.folder / name / QUOTATIONS_FILE)
    if chosen is None or chosen.made_from != _digest(store, name):
        return {}
    clauses = {clause.clause_id: (document, clause) for document in school.documents for clause in document.clauses}
    return {
        outcome: tuple(build_citation(*clauses[i], score=1.0, public_url=public_url) for i in ids if i in clauses)
        for outcome, ids in chosen.clauses.items()
    }
