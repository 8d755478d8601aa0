"""Stamps: what a result was made from, so that a step with nothing new to do is left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def content_hash(paths: Iterable[Path], *words: str) -> str:
    """A SHA-256 over the files (those in folders too, names included) and ``words``; the same wherever they lie."""
    digest = hashlib.sha256(json.dumps(words).encode())
    for path in paths:
        for file in _files(path):
            name = file.relative_to(path.parent).as_posix()
            digest.update(f"\0{name}\0{file.stat().st_size}\0".encode())
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return sorted(found, key=lambda file: file.as_posix())


class Stamp:
    """Remembers in one small file what ``results`` were made from, and what they were like when they were made.

    :param made_from: the content hash of everything the results depend on.
    :param results: files or folders; one that is missing or has changed since makes the stamp stale.
    """

    def __init__(self, file: Path, made_from: str, results: Iterable[Path]) -> None:
        self._file = file
        self._made_from = made_from
        self._results = tuple(results)

    def is_fresh(self) -> bool:
        """Whether the results are there as they were made, from just what they would be made from now."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        there = all(result.exists() for result in self._results)
        return there and bool(kept == self._content())

    def write(self) -> None:
        """Remember that the results have just been made."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(self._content(), indent=1), encoding="utf-8")

    def _content(self) -> dict[str, str]:
        return {"made_from": self._made_from, "results": content_hash(self._results)}
