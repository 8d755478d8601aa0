"""One Signpost per home folder: a lock that the operating system lets go of when its process ends."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import TextIO

from bot.launcher.launch_error import LaunchError


def lock_home(home: Path, address: str) -> TextIO:
    """Take the lock of ``home`` for as long as the returned file stays open, and leave ``address`` in it.

    :raises LaunchError: another Signpost holds it; says where that one answers.
    """
    home.mkdir(parents=True, exist_ok=True)
    file = (home / "run.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        message = _already_running(file.read())
        file.close()
        raise LaunchError(message) from None
    file.truncate(0)
    json.dump({"address": address, "process": os.getpid()}, file)
    file.flush()
    return file


def _already_running(content: str) -> str:
    try:
        holder = json.loads(content)
        where, process = holder["address"], holder["process"]
    except (ValueError, KeyError, TypeError):
        return "Signpost is already being started in this folder; wait for it, or stop it with Ctrl-C."
    return f"Signpost is already running at {where}; stop it first with Ctrl-C there or with: kill {process}"
