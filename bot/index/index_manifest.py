"""What an index was built from, so that one built by another model or from another corpus is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import IndexUnusableError

MANIFEST_FILE = "manifest.json"
SEARCH_FOLDER = "search"  # of a school's folder in the index
FORMAT = 1


class IndexManifest(BaseModel):
    """The encoder's fingerprint, a digest of the passages, and the SHA-256 of each file of the index."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    encoder: str
    passages: str
    files: dict[str, str]


def digest_of(texts: Iterable[str]) -> str:
    """The SHA-256 of a sequence of texts, order included."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()


def manifest_file(index: Path, school: str) -> Path:
    """The file that says what a school's index was built from."""
    return index / school / SEARCH_FOLDER / MANIFEST_FILE


def _file_digests(folder: Path) -> dict[str, str]:
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST_FILE)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def write_manifest(folder: Path, encoder: str, passages: str) -> None:
    """Describe the index that stands in ``folder``."""
    manifest = IndexManifest(encoder=encoder, passages=passages, files=_file_digests(folder))
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest.model_dump(), indent=1), encoding="utf-8")


def verify_manifest(folder: Path, encoder: str, passages: str) -> None:
    """Check that the index in ``folder`` was built by this encoder from these passages, and is whole.

    :raises IndexUnusableError: it is missing, damaged, or was built from something else; says which.
    """
    remedy = "run 'signpost ingest'"
    try:
        manifest = IndexManifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
    except FileNotFoundError:
        raise IndexUnusableError(f"There is no index in {folder}: {remedy}.") from None
    except (OSError, ValidationError):
        raise IndexUnusableError(f"{folder / MANIFEST_FILE} cannot be read: {remedy}.") from None
    if manifest.format != FORMAT:
        raise IndexUnusableError(f"The index in {folder} has an older format: {remedy}.")
    if manifest.encoder != encoder:
        raise IndexUnusableError(f"The index in {folder} was built with another encoder: {remedy}.")
    if manifest.passages != passages:
        raise IndexUnusableError(f"The index in {folder} was built from another corpus or lexicon: {remedy}.")
    if manifest.files != _file_digests(folder):
        raise IndexUnusableError(f"The index in {folder} is damaged: {remedy}.")
