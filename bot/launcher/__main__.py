"""Run Signpost; or, as ``prepare-encoder`` and ``prepare-dialogue``, only make what running needs."""

from __future__ import annotations

import argparse
import os
import sys
import time

from bot.errors import SignpostError
from bot.launcher.installation import complete_installation
from bot.launcher.prepare import dialogue_step, encoder_step
from bot.launcher.run import run
from bot.launcher.steps import Progress, run_steps
from bot.settings import Settings, load_settings

COMMANDS = ("run", "prepare-encoder", "prepare-dialogue")


def prepare(settings: Settings, command: str) -> None:
    """Make what ``command`` names, the encoder in any case; nothing where it is there already.

    :raises LaunchError: it cannot be made.
    """
    installation = complete_installation(settings)
    steps = [encoder_step(installation)]
    if command == "prepare-dialogue":
        steps.append(dialogue_step(installation))
    run_steps(steps, Progress())


def main() -> int:
    """Do what the command line says; a failure is one line on stderr and exit status 1."""
    parser = argparse.ArgumentParser(prog="python -m bot.launcher", description=__doc__)
    parser.add_argument("command", nargs="?", choices=COMMANDS, default="run")
    parser.add_argument("--started", type=float, default=None, help="when the command was given, seconds since 1970")
    arguments = parser.parse_args()
    os.umask(0o077)  # what people ask, and the keys, are nobody else's business on this machine
    try:
        settings = load_settings()
        if arguments.command == "run":
            run(settings, arguments.started or time.time())
        else:
            prepare(settings, arguments.command)
    except SignpostError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
