"""What the commands share: how they print, and how they run a command of the console's."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]
School = Annotated[str, typer.Option(help="The school: its folder in the corpus.")]


def print_text(text: str) -> None:
    """Print what was asked for."""
    typer.echo(text)


def print_progress(text: str) -> None:
    """Print how far the work is, apart from what was asked for."""
    typer.echo(text, err=True)


def print_json(value: Any) -> None:  # noqa: ANN401 - anything json can write
    """Print a value for a program to read."""
    print_text(json.dumps(value, ensure_ascii=False))


def print_lines(body: dict[str, Any], *, as_json: bool) -> None:
    """Print a result: all of it for a program, its ``lines`` for a person."""
    print_json(body) if as_json else print_text("\n".join(body["lines"]))


def run_django(*arguments: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command of Django's in a process of its own: its settings belong to the console, which is not imported."""
    command = [sys.executable, "-m", "django", *arguments, "--settings", "bot.console.settings"]
    return subprocess.run(command, check=False, capture_output=capture, text=True)  # noqa: S603 - our own command
