"""The API token of an installation that was given none: made once, and kept where only its owner can read it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_token(file: Path) -> str:
    """The token in ``file``; made at the first call. The file is created readable by its owner alone."""
    try:
        kept = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        kept = ""
    return kept or _make(file)


def _make(file: Path) -> str:
    token = secrets.token_urlsafe(32)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as kept:
        kept.write(token + "\n")
    return token
