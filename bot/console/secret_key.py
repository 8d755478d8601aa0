"""The key that signs sessions: given as a setting, or made once and kept in the home folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SECRET_KEY_FILE = "secret_key"  # noqa: S105 (a file name)


def read_or_create_secret_key(home: Path) -> str:
    """The key kept in ``home``, made on first use and readable by its owner alone.

    Two processes that start together end up with the same key: the file is written under another name and
    linked into place, which only one of them can do.
    """
    path = home / SECRET_KEY_FILE
    if not path.is_file():
        home.mkdir(parents=True, exist_ok=True)
        _create(path)
    return path.read_text(encoding="ascii").strip()


def _create(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first: its key counts
    finally:
        draft.unlink()
