from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.launcher.installation import complete_installation
from bot.launcher.processes import Process, processes, supervisor_configuration
from bot.launcher.run import Watch
from bot.launcher.steps import Progress
from bot.launcher.supervision import ProcessState
from bot.settings import load_settings
from tests.launcher.process_tree import descendants, wait_for_end

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
ROOT = Path(__file__).resolve().parents[2]

# A launcher of one process that starts a child of its own; given a word, that child ignores SIGTERM.
LAUNCHER = """
import signal, sys, time
from bot.launcher.installation import complete_installation
from bot.launcher.processes import Process
from bot.launcher.supervision import Supervision
from bot.launcher.run import Watch
from bot.launcher.steps import Progress
from bot.launcher.supervision import ProcessState
from bot.settings import load_settings

child = "import time; time.sleep(1000)"
if sys.argv[1:]:
    child = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + child
parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
installation = complete_installation(load_settings())
supervision = Supervision(installation, [Process("parent", [sys.executable, "-c", parent], frozenset())])
supervision.start()
supervision.start_process("parent")
print("up", flush=True)
sys.stdin.readline()
supervision.stop()
"""


@pytest.fixture
def launcher(request, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, *getattr(request, "param", [])],
        cwd=ROOT,
        env={**os.environ, "SIGNPOST_HOME": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "up\n"
        while len(descendants(process.pid)) < 3:  # supervisord, the process, its child
            assert process.poll() is None
        yield process
        process.kill()


@pytest.mark.parametrize("launcher", [[], ["stubborn"]], indirect=True)
def test_stop_leaves_no_process_behind(launcher):
    below = descendants(launcher.pid)
    launcher.stdin.write("stop\n")
    launcher.stdin.flush()
    assert wait_for_end([launcher.pid, *below]) == []


def test_killing_the_launcher_ends_its_processes(launcher):
    below = descendants(launcher.pid)
    launcher.kill()
    assert wait_for_end(below) == []


def test_configuration_holds_no_secret(tmp_path):
    installation = complete_installation(load_settings({"SIGNPOST_HOME": str(tmp_path)}))
    settings = installation.settings
    text = supervisor_configuration(processes(installation), tmp_path, tmp_path, tmp_path / "socket")
    assert not [s for s in (settings.api_token, settings.dialogue_secret, settings.actions_secret) if s in text]


def test_configuration_bears_percent_signs_and_spaces_in_paths(tmp_path):
    folder = tmp_path / "50% done"
    text = supervisor_configuration([Process("one", ["a b"], frozenset())], folder, folder, folder / "socket")
    assert f"pidfile={tmp_path}/50%% done/supervisor.pid" in text
    assert "'a b'" in text


@pytest.mark.parametrize(
    ("state", "said"), [("STOPPING", False), ("STOPPED", False), ("EXITED", True), ("BACKOFF", True)]
)
def test_only_what_fell_is_called_started_again(tmp_path, monkeypatch, capsys, state, said):
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    child = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    child.wait()
    looks = [[ProcessState("gateway", "RUNNING", child.pid)], [ProcessState("gateway", state, 0)]]
    supervision = SimpleNamespace(is_alive=lambda: bool(looks), states=lambda: looks.pop(0))
    Watch(complete_installation(load_settings()), supervision, Progress()).while_supervised()
    assert ("gateway process ended and is started again" in capsys.readouterr().out) is said
