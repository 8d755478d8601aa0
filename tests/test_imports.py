"""Importing Signpost does nothing: no connection, no file written."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WATCH = """
import importlib, os, sys
root, home = sys.argv[1:3]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FILES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise SystemExit(f"{event} {args!r}")
    written = event == "open" and isinstance(args[2], int) and args[2] & WRITING
    # Django's settings may make the home folder itself: the database needs it.
    made = event in FILES and (event, str(args[0])) != ("os.mkdir", home)
    if (written or made) and str(args[0]).startswith((root, home)):
        raise SystemExit(f"{event} {args!r}")

import django
if sys.argv[3:]:
    sys.addaudithook(watch)
    django.setup()
    for name in sys.argv[3:]:
        importlib.import_module(name)
"""


def modules() -> list[str]:
    found = ["bot", "actions"]
    for package in ("bot", "actions"):
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            found.append(module.name)
    return [name for name in found if not name.startswith("bot.dialogue")]


def run(home: Path, *names: str) -> subprocess.CompletedProcess:
    environment = {
        **os.environ,
        "SIGNPOST_HOME": str(home),
        "SIGNPOST_SECRET_KEY": "a key for tests",
        "DJANGO_SETTINGS_MODULE": "bot.console.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", WATCH, str(ROOT), str(home), *names]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_importing_every_module_reaches_no_network_and_writes_no_file(tmp_path):
    done = run(tmp_path, *modules())

    assert done.returncode == 0, done.stderr.splitlines()[-1:]


@pytest.mark.parametrize(
    "deed", ["socket.create_connection(('192.0.2.1', 9), 0.1)", "open(sys.argv[2] + '/made', 'w')"]
)
def test_watch_sees_what_it_looks_for(tmp_path, deed):
    (tmp_path / "deed.py").write_text(f"import socket, sys\n{deed}\n")
    environment_path = os.pathsep.join([str(tmp_path), str(ROOT)])
    code = WATCH.replace("import django\n", "").replace("    django.setup()\n", "")
    command = [sys.executable, "-c", code, str(ROOT), str(tmp_path), "deed"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": environment_path}, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0


def test_there_are_modules_to_import():
    assert {"bot.cli", "actions.__main__", "bot.console.asgi", "bot.launcher.__main__"} <= set(modules())
