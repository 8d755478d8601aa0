"""supervisord as a child of the launcher: starts the processes, starts them again when they fall, stops them all."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
import tempfile
import time
import xmlrpc.client
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from supervisor.xmlrpc import SupervisorTransport

from bot.launcher.installation import Installation
from bot.launcher.launch_error import LaunchError
from bot.launcher.processes import GROUP, Process, supervisor_configuration
from bot.launcher.steps import Child

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
STOPPING = 20.0  # seconds supervisord gets to end every process, two times its own patience with them
LONGEST_SOCKET = 90  # bytes; the system takes 104 to 108, and supervisord binds a longer name first


@dataclass(frozen=True)
class ProcessState:
    """What supervisord says of one process; ``process_id`` is 0 while it does not run."""

    name: str
    state: str
    process_id: int


class Supervision:
    """The running supervisord of one installation.

    :param programs: the processes it is to know; none runs before :meth:`start_process`.
    """

    def __init__(self, installation: Installation, programs: Sequence[Process]) -> None:
        self._installation = installation
        self._programs = programs
        self._child: Child | None = None
        self._socket = Path()
        self._folder: Path | None = None

    def start(self) -> None:
        """Start supervisord and wait until it listens.

        :raises LaunchError: it ended at once.
        """
        _adopt_orphans()
        run, logs = self._installation.settings.home / "run", self._installation.logs
        run.mkdir(parents=True, exist_ok=True)
        run.chmod(0o700)
        logs.mkdir(parents=True, exist_ok=True)
        self._socket = self._choose_socket(run)
        configuration = run / "supervisord.conf"
        text = supervisor_configuration(self._programs, logs, run, self._socket)
        configuration.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(configuration)]
        log = logs / "supervisor-start.log"
        self._child = Child(command, log, self._installation.environment(), "SIGTERM")
        while not self._socket.exists():
            if self._child.exit_code() is not None:
                raise LaunchError(f"The process supervisor could not start; see {log}")
            time.sleep(0.05)

    def is_alive(self) -> bool:
        """Whether supervisord itself runs."""
        return self._child is not None and self._child.exit_code() is None

    def start_process(self, name: str) -> None:
        """Start one process; returns at once."""
        self._supervisor().startProcess(f"{GROUP}:{name}", False)

    def states(self) -> list[ProcessState]:
        """How each process fares; empty while supervisord does not say."""
        try:
            rows = cast(list[dict[str, Any]], self._supervisor().getAllProcessInfo())
        except (OSError, xmlrpc.client.Error):
            return []
        return [ProcessState(row["name"], row["statename"], row["pid"]) for row in rows]

    def stop(self) -> None:
        """End every process and supervisord itself; nothing is left behind, children of children neither."""
        if self._child is not None:
            self._child.stop(patience=STOPPING)
            self._child = None
        _end_orphans()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _choose_socket(self, run: Path) -> Path:
        """A path in ``run``, or in a folder of its own where that is longer than a socket's path may be."""
        socket = run / "supervisor.sock"
        if len(os.fsencode(socket)) > LONGEST_SOCKET:
            self._folder = Path(tempfile.mkdtemp(prefix="signpost-"))
            socket = self._folder / "supervisor.sock"
        socket.unlink(missing_ok=True)  # left by one that was killed
        return socket

    def _supervisor(self) -> Any:  # noqa: ANN401 - a proxy whose methods are made as they are called
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor


def end_group(leader: int) -> None:
    """Kill what a process that ended has left of its group, which might hold on to its port."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _adopt_orphans() -> None:
    """On Linux, become the parent of processes below this one that lose theirs, to be able to end them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_orphans() -> None:
    """Kill what is left below this process, again until nothing is."""
    for _ in range(50):
        children = _children()
        if not children:
            return
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            except (ProcessLookupError, ChildProcessError):
                continue


def _children() -> list[int]:
    """The processes just below this one: on Linux, orphans adopted from further down too."""
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    if listing.exists():
        return [int(word) for word in listing.read_text(encoding="utf-8").split()]
    return []
