"""A gateway in a process of its own, with two invented schools, for faults that would take the tests down with it."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import IO

from bot.datatypes.policy import School
from bot.index.clause_store import ClauseStore
from bot.launcher.preflight import free_port
from bot.launcher.processes import gateway_command
from tests.channels.fake_dialogue import SECRET, FakeDialogue
from tests.channels.gateway_fixtures import ELMHURST, OAKFIELD, TOKEN

ROOT = Path(__file__).resolve().parents[2]
LISTENS = "Uvicorn running"


class GatewayProcess:
    """Answers on ``address`` once the constructor is done. ``log`` is all that it printed so far.

    :param home: its home folder, made ready here.
    :param database_url: SQLite in ``home``, with its tables, where it is empty.
    """

    def __init__(self, home: Path, dialogue: FakeDialogue, database_url: str = "", **settings: str) -> None:
        self.home = home
        self.database = home / "signpost.sqlite3"
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")} | {
            "SIGNPOST_HOME": str(home),
            "SIGNPOST_API_TOKEN": TOKEN,
            "SIGNPOST_DATABASE_URL": database_url,
            "SIGNPOST_DIALOGUE_PORT": str(dialogue.port),
            "SIGNPOST_DIALOGUE_SECRET": SECRET,
            "SIGNPOST_ACTIONS_PORT": str(dialogue.port),
            "DJANGO_SETTINGS_MODULE": "bot.console.settings",
            **settings,
        }
        for profile in (OAKFIELD, ELMHURST):
            ClauseStore(home / "index").write(School(profile=profile, documents=()))
        if not database_url:
            command = [sys.executable, "-m", "django", "migrate", "--noinput", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=self._environment, check=True)
        self._command = [*gateway_command("127.0.0.1", port), "--log-level", "info"]
        self.log = ""
        self._read = threading.Condition()
        self.start()

    def start(self) -> None:
        """Start it, and read what it prints until it listens."""
        self.process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read_on, args=(self.process.stdout,), daemon=True)
        self._reader.start()
        self.wait_for(LISTENS, self.log.count(LISTENS))

    def wait_for(self, words: str, before: int = 0) -> None:
        """Wait until it has printed ``words`` more than ``before`` times; a minute is a failure."""
        with self._read:
            assert self._read.wait_for(lambda: self.log.count(words) > before, timeout=60), self.log

    def _read_on(self, output: IO[str]) -> None:
        for line in output:
            with self._read:
                self.log += line
                self._read.notify_all()

    def end(self, number: signal.Signals = signal.SIGTERM) -> str:
        """End it; all that it printed."""
        self.process.send_signal(number)
        self.process.wait(20)
        self._reader.join(20)
        return self.log

    def post(self, text: str, patience: float = 10, **changes: str) -> list[dict]:
        """The messages that the API answers within ``patience`` seconds."""
        body = json.dumps({"school": "oakfield", "conversation": "c-1", "text": text} | changes).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/api/v1/messages", body, headers)
        with urllib.request.urlopen(request, timeout=patience) as response:
            return json.load(response)["messages"]

    def fill_disk(self) -> None:
        """From now on, no file of the process grows; only Linux can do this to another process."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def clear_disk(self) -> None:
        """Let its files grow again."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
