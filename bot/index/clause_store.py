"""The clauses and profiles of every school, one JSON file each, under ``<index>/<school>/school.json``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pydantic import ValidationError

from bot.datatypes.policy import Clause, PolicyDocument, School
from bot.errors import IndexUnusableError

SCHOOL_FILE = "school.json"


class ClauseStore:
    """Reads and writes what ingestion found. Reading keeps nothing: callers cache what they need."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def schools(self) -> list[str]:
        """The ids of the schools in the index, sorted; empty where there is no index."""
        if not self.folder.is_dir():
            return []
        return sorted(p.parent.name for p in self.folder.glob(f"*/{SCHOOL_FILE}"))

    def read(self, school: str) -> School:
        """One school's profile and documents.

        :raises IndexUnusableError: the school is not in the index, or its file is damaged.
        """
        path = self.folder / school / SCHOOL_FILE
        if school not in self:
            raise IndexUnusableError(f"School {school!r} is not in the index {self.folder}: run 'signpost ingest'.")
        try:
            return School.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            raise IndexUnusableError(f"{path} cannot be read: run 'signpost ingest' again.") from None

    def __contains__(self, school: str) -> bool:
        """Whether a school is stored. Looks at its own folder alone, however many schools there are."""
        # Only the name of a folder of the index: "../elsewhere" is no school.
        try:
            return Path(school).name == school and (self.folder / school / SCHOOL_FILE).is_file()
        except OSError:  # no file may have such a name
            return False

    def write(self, school: School) -> None:
        """Store one school, replacing what was there in one step."""
        folder = self.folder / school.profile.school
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{SCHOOL_FILE}.new"
        draft.write_text(json.dumps(school.model_dump(mode="json"), ensure_ascii=False), encoding="utf-8")
        draft.replace(folder / SCHOOL_FILE)

    def remove(self, school: str) -> None:
        """Take a school and all that is stored of it out of the index; nothing happens if it is not there."""
        if school in self:
            shutil.rmtree(self.folder / school)

    def document(self, school: str, document_id: str) -> PolicyDocument | None:
        """One policy of a school, or None."""
        return next((d for d in self.read(school).documents if d.document_id == document_id), None)

    def clauses(self, school: str) -> list[tuple[PolicyDocument, Clause]]:
        """Every clause of a school in reading order, each with its document."""
        return [(d, c) for d in self.read(school).documents for c in d.clauses]
