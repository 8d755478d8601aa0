"""Plain text and Markdown: the file's own characters."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from bot.errors import CorpusError

# What no text file holds: control characters other than tab, line feed, vertical tab, form feed, carriage return
# and U+0085, which old converters write for a line break.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

# The longest policies are some hundred pages, half a million characters.
MOST_BYTES = 4_000_000

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str | None:
    """UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252; None where it is none of them."""
    encodings = ("utf-16",) if data.startswith(UTF16_MARKS) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROL.search(text) else text.removeprefix("\ufeff")
    return None


class PlainTextConverter:
    """Reads ``.txt`` and Markdown files as they are: Markdown's marks are dealt with where words are read."""

    suffixes = (".txt", ".text", ".md", ".markdown")

    def convert(self, path: Path) -> str:
        """The file's text, character for character; line breaks stay as they are.

        :raises CorpusError: the file cannot be opened, is not text, or is empty.
        """
        try:
            if path.stat().st_size > MOST_BYTES:
                raise CorpusError(f"{path} is larger than {MOST_BYTES:,} bytes: no policy is; split it or remove it.")
            text = decode(path.read_bytes())
        except OSError as error:
            raise CorpusError(f"{path} cannot be opened ({error.strerror}): check that it may be read.") from None
        if text is None:
            raise CorpusError(f"{path} is not UTF-8 text: save it as UTF-8 or as .txt.")
        if not text.strip():
            raise CorpusError(f"{path} is empty: put the policy's text in it, or remove it.")
        return text
