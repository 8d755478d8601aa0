"""What a person reads where setting up cannot go on: one line each, before anything is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path):
    folder = tmp_path / "clone"
    for name in ("bot", "scripts", "corpus"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


def make(folder, *arguments, cwd=None, path="/usr/local/bin:/usr/bin:/bin"):
    command = ["make", "-C", str(folder), "run", *arguments]
    environment = {"PATH": path, "HOME": str(folder), "PWD": str(cwd or folder)}
    done = subprocess.run(command, cwd=cwd or folder, env=environment, capture_output=True, text=True, check=False)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make")]
    return done.returncode, lines


def test_make_run_names_a_corpus_that_is_not_there(clone):
    code, lines = make(clone, "CORPUS=/nowhere/at/all")
    assert code != 0
    assert len(lines) == 1
    assert "/nowhere/at/all is not there" in lines[0]


def test_make_run_looks_for_a_relative_corpus_where_it_was_called(clone, tmp_path):
    _, lines = make(clone, "CORPUS=policies", cwd=tmp_path)
    assert f"{tmp_path}/policies is not there" in lines[0]


def test_make_run_names_a_port_that_is_taken(clone):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        code, lines = make(clone, f"PORT={port}")
    assert code != 0
    assert len(lines) == 1
    assert f"Port {port} of 127.0.0.1 is already in use" in lines[0]


def test_make_run_says_that_a_port_must_be_a_number(clone):
    code, lines = make(clone, "PORT=eight")
    assert code != 0
    assert lines == ["SIGNPOST_PORT must be a number, not 'eight'."]


def test_make_run_says_which_python_to_install(clone, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "make"):
        (programs / name).symlink_to(shutil.which(name))
    code, lines = make(clone, path=str(programs))
    assert code != 0
    assert len(lines) == 1
    assert "needs Python 3.11" in lines[0]
