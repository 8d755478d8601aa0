"""The two Python environments: found or fetched interpreters, filled from the lock files by uv."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.launcher.launch_error import LaunchError
from bot.launcher.steps import Progress, Step, run_steps

from pip_settings import uv_environment

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / ".venv"
DIALOGUE = ROOT / ".venv-dialogue"
TOOLS = ROOT / ".tools"
LOGS = TOOLS / "logs"
UV_VERSION = "0.13.8"
OLDEST_UV = (0, 8)  # the first with --torch-backend in `uv pip sync` and all else used here
OFFLINE = (
    "The packages could not be downloaded ({said}); connect this machine to the internet, or tell pip of a mirror "
    "(pip config set global.index-url), and run make again. The log: {log}"
)
INSTALL = {
    "3.11": "apt install python3.11, brew install python@3.11 or pyenv install 3.11",
    "3.10": "apt install python3.10, brew install python@3.10, pyenv install 3.10 or uv python install 3.10",
}


def prepare_environments(with_tests: bool) -> None:
    """Make .venv and .venv-dialogue hold what their lock files say; nothing is done where they do.

    :raises LaunchError: a Python or uv is missing and cannot be fetched, or the packages cannot be downloaded.
    """
    name = "requirements-test.txt" if with_tests else "requirements.txt"
    app_lock, dialogue_lock = ROOT / name, ROOT / "bot" / "dialogue" / name
    app_ready = holds(APP, app_lock)
    dialogue_ready = holds(DIALOGUE, dialogue_lock)
    steps = []
    if app_ready and dialogue_ready:
        steps = [_step("1", APP, "3.11", None), _step("2", DIALOGUE, "3.10", None)]
    else:
        uv = uv_command()
        app = None if app_ready else _install(uv, APP, "3.11", app_lock)
        dialogue = None if dialogue_ready else _install(uv, DIALOGUE, "3.10", dialogue_lock)
        steps = [_step("1", APP, "3.11", app), _step("2", DIALOGUE, "3.10", dialogue)]
    run_steps(steps, Progress())


def _step(number: str, folder: Path, version: str, command: list[str] | None) -> Step:
    return Step(
        name=folder.name,
        number=f"[{number}/7]",
        title=f"Packages for Python {version}",
        command=command,
        log=LOGS / f"install-{version}.log",
        advice=OFFLINE,
        environment=dict(os.environ),
    )


def _install(uv: str, folder: Path, version: str, lock: Path) -> list[str]:
    python = find_python(uv, version)
    script = Path(__file__).with_name("install_environment.py")
    return [sys.executable, str(script), uv, python, str(folder), str(lock)]


def holds(folder: Path, lock: Path) -> bool:
    """Whether the environment in ``folder`` was filled from ``lock`` as it stands, and its Python still runs."""
    stamp = folder / "signpost-locks.txt"
    if not stamp.exists() or lock_hash(lock) not in stamp.read_text(encoding="utf-8").split():
        return False
    return _runs([str(folder / "bin" / "python")])


def lock_hash(lock: Path) -> str:
    """What tells one content of a lock file from another."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def uv_command() -> str:
    """A uv that is new enough: the one on PATH, or one installed into .tools.

    :raises LaunchError: neither is to be had.
    """
    on_path = shutil.which("uv")
    if on_path and _uv_version(on_path) >= OLDEST_UV:
        return on_path
    own = TOOLS / "uv" / "bin" / "uv"
    if not own.exists():
        _install_uv(own)
    return str(own)


def _uv_version(uv: str) -> tuple[int, ...]:
    said = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout.split()
    try:
        return tuple(int(part) for part in said[1].split(".")[:2])
    except (IndexError, ValueError):
        return (0,)


def _install_uv(uv: Path) -> None:
    """Install uv with whichever of pip and venv this Python has; Debian's has neither at times."""
    target = TOOLS / "uv"
    package = ["install", "--quiet", "--disable-pip-version-check", "--retries", "1", f"uv=={UV_VERSION}"]
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "install-uv.log"
    log.write_bytes(b"")
    if _logged([sys.executable, "-m", "pip", "--version"], log):
        done = _logged([sys.executable, "-m", "pip", *package, "--target", str(target)], log)
    else:
        done = _logged([sys.executable, "-m", "venv", str(target)], log)
        if not done:
            raise LaunchError("This Python has neither pip nor venv; install one (apt install python3-venv) or uv.")
        done = _logged([str(target / "bin" / "python"), "-m", "pip", *package], log)
    if not done or not uv.exists():
        shutil.rmtree(target, ignore_errors=True)
        raise LaunchError(OFFLINE.format(said="pip could not install uv", log=log))


def _logged(command: list[str], log: Path) -> bool:
    with log.open("ab") as output:
        return subprocess.run(command, stdout=output, stderr=output, check=False).returncode == 0


def find_python(uv: str, version: str) -> str:
    """The path of a Python ``version`` that runs: found on this machine, or else fetched by uv.

    :raises LaunchError: there is none and none can be fetched.
    """
    for candidate in _candidates(uv, version):
        found = _interpreter(candidate, version)
        if found:
            return found
    subprocess.run([uv, "python", "install", version], capture_output=True, check=False, env=uv_environment())
    fetched = _uv_find(uv, version)
    if not fetched:
        raise LaunchError(f"Python {version} was not found and could not be fetched; install it ({INSTALL[version]}).")
    return fetched


def _candidates(uv: str, version: str) -> Iterator[str]:
    yield f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from (str(folder / "bin" / "python") for folder in sorted(pyenv.glob(f"{version}.*")))
    found = _uv_find(uv, version)
    if found:
        yield found


def _uv_find(uv: str, version: str) -> str:
    command = [uv, "python", "find", "--no-project", "--no-python-downloads", version]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _interpreter(command: str, version: str) -> str | None:
    """The real path of the Python that ``command`` runs, if it is of ``version`` and complete; a pyenv shim may not."""
    program = "import ssl, sqlite3, zlib, sys; print(sys.version_info[:2], sys.executable)"
    try:
        said = subprocess.run([command, "-c", program], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return None
    wanted = str(tuple(int(part) for part in version.split(".")))
    return said.removeprefix(wanted).strip() if said.startswith(wanted) else None


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run([*command, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
