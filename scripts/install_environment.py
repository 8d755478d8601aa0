"""Make one environment: install_environment.py UV PYTHON FOLDER LOCK. A failure is summed up in its last line."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from pip_settings import uv_environment

ROOT = Path(__file__).resolve().parent.parent
NO_NETWORK = ("dns error", "error sending request", "Failed to fetch", "Failed to download", "Connect", "timed out")


def main(uv: str, python: str, folder: Path, lock: Path) -> int:
    """Fill ``folder`` from ``lock``, Signpost itself included where the lock is the application's."""
    stamp = folder / "signpost-locks.txt"
    stamp.unlink(missing_ok=True)
    of_this = ["--python", str(folder / "bin" / "python")]
    commands = [[uv, "venv", "--quiet", "--no-project", "--clear", "--python", python, str(folder)]]
    commands += [[uv, "pip", "sync", *of_this, str(lock)]]
    if lock.parent == ROOT:
        # Without isolation, so with the setuptools of the lock file and no download.
        commands += [[uv, "pip", "install", *of_this, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]]
    for command in commands:
        failure = run(command)
        if failure:
            sys.stdout.write(f"{failure}\n")
            return 1
    locks = {lock, lock.with_name("requirements.txt")}  # what the tests need includes what running needs
    stamp.write_text("".join(hashlib.sha256(file.read_bytes()).hexdigest() + "\n" for file in locks), encoding="utf-8")
    return 0


def run(command: list[str]) -> str:
    """Run ``command``, show what it says, and sum up why it failed in a few words; empty after success."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=ENV)
    sys.stdout.write(done.stdout)
    if done.returncode == 0:
        return ""
    if any(sign in done.stdout for sign in NO_NETWORK):
        return "no connection to the package index"
    return f"{' '.join(command[1:3])} failed"


ENV = uv_environment()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])))
