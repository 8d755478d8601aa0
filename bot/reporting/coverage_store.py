"""The coverage of each school, kept beside its index, and read without a search."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pydantic import ValidationError

from bot.datatypes.value import Value
from bot.index.clause_store import ClauseStore
from bot.index.index_manifest import manifest_file
from bot.reporting.topic_coverage import TopicCoverage

COVERAGE_FILE = "coverage.json"

Coverage = Mapping[str, TopicCoverage]


class Kept(Value):
    """The coverage by topic, with digests of the index and of the method it was worked out with."""

    index: str
    method: str
    topics: dict[str, TopicCoverage]


def index_digest(store: ClauseStore, school: str) -> str | None:
    """What is in a school's index now; None where it has none."""
    try:
        return hashlib.sha256(manifest_file(store.folder, school).read_bytes()).hexdigest()
    except OSError:
        return None


def read_kept(store: ClauseStore, school: str) -> Kept | None:
    """What was worked out for a school last, from whatever was in its index then; None where there is nothing."""
    if school not in store:
        return None
    try:
        return Kept.model_validate_json((store.folder / school / COVERAGE_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def read_coverage(store: ClauseStore, school: str) -> Coverage | None:
    """The coverage of a school by topic; None where it has not been worked out for the policies that are there now."""
    kept = read_kept(store, school)
    return kept.topics if kept and kept.index == index_digest(store, school) else None


def write_coverage(store: ClauseStore, school: str, kept: Kept) -> None:
    """Store the coverage of a school in one step."""
    path = store.folder / school / COVERAGE_FILE
    draft = path.with_name(f"{COVERAGE_FILE}.new")
    draft.write_text(kept.model_dump_json(indent=1), encoding="utf-8")
    draft.replace(path)
