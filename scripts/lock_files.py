"""`make lock`: write the lock files anew, free of addresses, paths and local version suffixes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from bot.launcher.launch_error import LaunchError

from environments import uv_command
from pip_settings import uv_environment

ROOT = Path(__file__).resolve().parent.parent
QUIET = ["--quiet", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--upgrade"]


def write_lock_files() -> None:
    """Resolve every dependency to its newest allowed version.

    :raises LaunchError: uv could not resolve them; carries uv's own words.
    """
    uv = uv_command()
    app, tests = ROOT / "requirements.txt", ROOT / "requirements-test.txt"
    dialogue = ROOT / "bot" / "dialogue"
    for_app = ["--python-version", "3.11", "pyproject.toml"]
    _compile(uv, app, for_app)
    _compile(uv, tests, ["--constraint", str(app), "--group", "test", *for_app])
    for_dialogue = ["--python-version", "3.10", "--overrides", str(dialogue / "overrides.txt")]
    _compile(uv, dialogue / "requirements.txt", [*for_dialogue, str(dialogue / "requirements.in")])
    for_dialogue += ["--constraint", str(dialogue / "requirements.txt")]
    _compile(uv, dialogue / "requirements-test.txt", [*for_dialogue, str(dialogue / "requirements-test.in")])


def _compile(uv: str, lock: Path, arguments: list[str]) -> None:
    command = [uv, "pip", "compile", *QUIET, *arguments, "--output-file", str(lock)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=uv_environment())
    if done.returncode != 0:
        raise LaunchError(f"{lock.name} could not be written: {done.stderr.strip()}")
    pinned = lock.read_text(encoding="utf-8")
    # A local version (torch==2.13.0+cpu) exists only where it was found; without it the pin fits every build.
    lock.write_text(re.sub(r"(==[^\s+;]+)\+\S+", r"\1", pinned), encoding="utf-8")
