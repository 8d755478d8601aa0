"""What `make` calls, with the standard library alone: set up the two environments, then run, test, measure or lock.

It hands over to the environment's own Python at the end, so the process that `make` started is Signpost itself.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.errors import SignpostError  # noqa: E402 - found through the line above
from bot.launcher.preflight import check_before_start  # noqa: E402
from bot.settings import load_settings  # noqa: E402

from environments import APP, prepare_environments  # noqa: E402
from lock_files import write_lock_files  # noqa: E402


def main(command: str) -> int:
    """Carry out ``command``; a failure is one line on stderr and exit status 1."""
    started = time.time()
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends the installations too, as Ctrl-C does
    try:
        take_make_variables()
        if command == "lock":
            write_lock_files()
            return 0
        if command == "run":
            check_before_start(load_settings())
        prepare_environments(with_tests=command in ("test", "load", "faults"))
    except SignpostError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    sys.stdout.flush()
    python = str(APP / "bin" / "python")
    if command == "test":
        os.execv(python, [python, "scripts/check.py"])
    if command == "load":
        os.execv(python, [python, "-m", "tests.reliability.load", *make_options("DURATION", "PEOPLE", "RATE")])
    if command == "faults":
        os.execv(python, [python, "-m", "tests.reliability.faults", *make_options("LOOPS")])
    os.execv(python, [python, "-m", "bot.launcher", "run", "--started", str(started)])


def make_options(*names: str) -> list[str]:
    """The options of a measurement, from what stood after `make`."""
    return [f"--{name.lower()}={os.environ[name]}" for name in names]


def take_make_variables() -> None:
    """Turn what stood after `make run` into settings. A relative corpus is relative to where make was called."""
    corpus, port = os.environ.get("CORPUS"), os.environ.get("PORT")
    if corpus:
        os.environ["SIGNPOST_CORPUS"] = str(Path(os.environ.get("CALLED_FROM", ".")) / Path(corpus).expanduser())
    if port:
        os.environ["SIGNPOST_PORT"] = port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
