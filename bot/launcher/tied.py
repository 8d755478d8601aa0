"""Run a command that ends when the process which started it ends, however that one ends.

    python -I tied.py SIGNAL [--only NAME,NAME] COMMAND …

A process killed outright cannot stop its children, so on Linux each child asks the kernel beforehand for SIGNAL at
its parent's death. ``--only`` passes on no environment variable but those named. This file is run by its path, before
anything is installed, and so imports nothing of ours.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def tie_to_parent(death_signal: int) -> None:
    """Ask the kernel to send ``death_signal`` to this process when its parent dies; done on Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)


def main(arguments: list[str]) -> None:
    """Become the command given in ``arguments``."""
    tie_to_parent(getattr(signal, arguments[0]))
    command = arguments[1:]
    environment = dict(os.environ)
    if command[0] == "--only":
        environment = {name: environment[name] for name in command[1].split(",") if name in environment}
        command = command[2:]
    os.execvpe(command[0], command, environment)


if __name__ == "__main__":
    main(sys.argv[1:])
