"""``python -m bot.demo``: prepares what a home folder lacks, fills it, and prints who may sign in."""

from __future__ import annotations

import argparse
import os
import sys

import django

from bot.errors import SignpostError
from bot.index.encoder_export import export_encoder
from bot.indexing import ingest_and_index
from bot.settings import Settings, load_settings


def main() -> None:
    """Fill the home folder that the settings name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--questions", type=int, required=True)
    given = parser.parse_args()
    settings = load_settings()
    os.umask(0o077)  # what it makes is for this account alone
    try:
        _prepare(settings)
        _fill(settings, given.seed, given.questions)
    except SignpostError as error:
        sys.exit(str(error))


def _prepare(settings: Settings) -> None:
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _say("Reading the policies of the sample schools …")
    export_encoder(settings.encoder, settings.onnx_encoder)
    ingest_and_index(settings)


def _fill(settings: Settings, seed: int, questions: int) -> None:
    django.setup()
    from bot.demo.fill import fill  # noqa: PLC0415 - its tables are there only now

    _say(f"Asking {questions} questions …")
    filled = fill(settings, seed=seed, questions=questions)
    _say(f"{filled.questions} questions in {filled.seconds:.0f} s.")
    for counts in (filled.outcomes, filled.items):
        _say("\n".join(f"  {count:5} {name}" for name, count in sorted(counts.items())))
    _say("\nDEMO accounts, for looking around and for nothing else. The passwords are shown this once:")
    for account in filled.accounts:
        part = f"{account.role.label}, {', '.join(account.schools)}"
        _say(f"  {account.user.get_username():34} {account.password}   {part}")
    _say(f"\nTo look around: SIGNPOST_HOME={settings.home} make run, then http://127.0.0.1:{settings.port}/console/")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
