"""The whole service as ``make run`` starts it, in a home of its own, connected to the platforms of the run."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx

from bot.launcher.preflight import free_port
from bot.settings import load_settings
from tests.launcher.process_tree import descendants
from tests.reliability.platforms import SCHOOL, Platform

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 600.0  # seconds
PART_OF_COMMAND = {"gateway": "bot.console.asgi", "dialogue": "rasa", "actions": "\0actions\0"}


class RunningService:
    """Started by ``start``, ended by ``stop``. ``address`` is where it answers."""

    def __init__(self, folder: Path, platforms: Sequence[Platform]) -> None:
        self.home = folder / "home"
        self._corpus = folder / "corpus"
        self._platforms = platforms
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._own = {
            "SIGNPOST_HOME": str(self.home),
            "SIGNPOST_CORPUS": str(self._corpus),
            "SIGNPOST_PORT": str(port),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it can answer. SIGTERM then ends the run as Ctrl-C does: nothing is left over."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        self._prepare()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")
        } | self._own
        for platform in self._platforms:
            environment |= platform.environment()
        with (self.home / "launcher.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.launcher"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.wait_until_ready()

    def _prepare(self) -> None:
        """A copy of the sample corpus that names the platforms' workspaces; what was trained before is used again."""
        shutil.copytree(ROOT / "corpus", self._corpus)
        with (self._corpus / SCHOOL / "school.yml").open("a", encoding="utf-8") as file:
            file.write("".join(platform.stated() for platform in self._platforms))
        self.home.mkdir(parents=True)
        for name in ("encoder", "models", "stamps"):
            made = load_settings().home / name
            if made.exists():
                shutil.copytree(made, self.home / name)

    def wait_until_ready(self) -> None:
        """Wait until a question can be answered from end to end."""
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/healthz", timeout=10).status_code == httpx.codes.OK:
                    return
            if self._process is None or self._process.poll() is not None:
                break
            time.sleep(0.2)
        said = (self.home / "launcher.log").read_text(encoding="utf-8").splitlines()[-10:]
        raise RuntimeError("The service does not become ready: " + " / ".join(said))

    def kill(self, part: str) -> bool:
        """Kill -9 a part: gateway, dialogue or actions. False where it does not run just now."""
        assert self._process is not None
        killed = False
        for process in descendants(self._process.pid):
            with suppress(OSError):
                if PART_OF_COMMAND[part] in Path(f"/proc/{process}/cmdline").read_text():
                    os.kill(process, signal.SIGKILL)
                    killed = True
        return killed

    def memory(self) -> int:
        """What all its processes hold together, in MiB (proportional set size)."""
        assert self._process is not None
        total = 0
        for process in descendants(self._process.pid):
            with suppress(OSError):
                lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total // 1024

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What its database says."""
        with sqlite3.connect(f"file:{self.home / 'signpost.sqlite3'}?mode=ro", uri=True, timeout=10) as database:
            return database.execute(query, values).fetchall()

    def stop(self) -> None:
        """End it, and all its processes."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)
