"""A PostgreSQL server of its own in a temporary folder, from Debian's package, run by an unprivileged account."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

from bot.launcher.preflight import free_port

PACKAGES = Path("/usr/lib/postgresql")
# What a crash would lose, nobody needs here.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


def find_programs() -> Path | None:
    """The folder of the newest server that is installed; None where there is none."""
    found = [path.parent for path in PACKAGES.glob("*/bin/initdb") if (path.parent / "postgres").exists()]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


class PostgresServer:
    """Runs from ``start`` to ``stop``. ``url`` is that of its superuser, who may make databases and roles."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._data = programs, folder / "data"
        self._account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self._folder, self._port = folder, free_port()
        self.url = f"postgres://signpost@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Make the data folder and start; returns once the server takes connections."""
        if self._account:
            os.chown(self._folder, self._account.pw_uid, self._account.pw_gid)
        self._run("initdb", "-D", self._data, "-U", "signpost", "--auth=trust", "--encoding=UTF8", "--no-sync")
        options = f"{OPTIONS} -c port={self._port} -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-D", self._data, "-w", "-o", options, "-l", self._folder / "log", "start")

    def stop(self) -> None:
        """End it."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: object) -> None:
        owner = {"user": self._account.pw_uid, "group": self._account.pw_gid} if self._account else {}
        command = [str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self._folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **owner
        )
        assert done.returncode == 0, done.stdout[-2000:]
