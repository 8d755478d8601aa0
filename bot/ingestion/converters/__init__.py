"""One file per format that policies come in; ``CONVERTERS`` lists them."""

from __future__ import annotations

from pathlib import Path

from bot.ingestion.converters.converter import Converter
from bot.ingestion.converters.plain_text import PlainTextConverter

CONVERTERS: tuple[Converter, ...] = (PlainTextConverter(),)


def converter_for(path: Path) -> Converter | None:
    """The converter that reads files named like ``path``, or None."""
    return next((c for c in CONVERTERS if path.suffix.lower() in c.suffixes), None)
