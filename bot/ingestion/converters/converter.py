"""The seam between a policy file and everything that reads its words."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Converter(Protocol):
    """Turns one kind of file into text; all positions in a policy document are offsets into that text."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file suffixes it reads, lower case, with the dot."""
        ...

    def convert(self, path: Path) -> str:
        """The file's text, without a byte-order mark.

        :raises CorpusError: the file cannot be read, or holds no text.
        """
        ...
