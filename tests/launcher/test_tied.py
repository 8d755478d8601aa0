from __future__ import annotations

import subprocess
import sys

import pytest

from bot.launcher.steps import TIED
from tests.launcher.process_tree import wait_for_end

SHOW = "import os; print(sorted(name for name in os.environ if name.startswith('X_')))"


def test_tied_passes_on_only_the_variables_named():
    command = [sys.executable, "-I", str(TIED), "SIGKILL", "--only", "PATH,X_PORT,X_ABSENT", sys.executable, "-c", SHOW]
    said = subprocess.run(
        command, env={"PATH": "/bin", "X_PORT": "1", "X_TOKEN": "2"}, capture_output=True, text=True, check=False
    )
    assert said.stdout == "['X_PORT']\n"


def test_tied_passes_on_everything_where_none_is_named():
    command = [sys.executable, "-I", str(TIED), "SIGKILL", sys.executable, "-c", SHOW]
    said = subprocess.run(command, env={"X_PORT": "1", "X_TOKEN": "2"}, capture_output=True, text=True, check=False)
    assert said.stdout == "['X_PORT', 'X_TOKEN']\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a process to its parent")
def test_tied_process_ends_with_a_parent_that_is_killed():
    parent = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-I', {str(TIED)!r}, 'SIGKILL', sys.executable, '-c',"
        " 'import time; print(\"up\", flush=True); time.sleep(1000)'], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(1000)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
    assert wait_for_end([child]) == []
