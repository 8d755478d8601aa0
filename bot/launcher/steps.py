"""Long steps of setting up: each a command of its own, run side by side as far as their order allows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.launcher.launch_error import LaunchError

TIED = Path(__file__).with_name("tied.py")
HEARTBEAT = 15.0  # seconds between signs of life where no line can be rewritten


@dataclass(frozen=True)
class Step:
    """One command, the steps it ``needs``, and what to tell when it fails.

    :param number: its place in the list that people see, as in ``[2/7]``.
    :param command: None where the step's result is already there.
    :param advice: one sentence for a failure; ``{log}`` is the log's path, ``{said}`` the last line in it.
    :param done: called after success, to remember that the result is there.
    """

    name: str
    number: str
    title: str
    command: Sequence[str] | None
    log: Path
    advice: str
    needs: frozenset[str] = frozenset()
    environment: Mapping[str, str] = field(default_factory=dict)
    done: Callable[[], None] | None = None


class Child:
    """A running command with all that it starts; ends with this process.

    :param output: a file that takes everything the command prints.
    """

    def __init__(self, command: Sequence[str], output: Path, environment: Mapping[str, str], death: str) -> None:
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(TIED), death, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**environment, "PYTHONUNBUFFERED": "1"},  # so that the last line is what was said last
                start_new_session=True,  # a group of its own, so that stop() reaches the children's children
            )
        self.process_id = self._process.pid

    def exit_code(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._process.poll()

    def stop(self, patience: float) -> None:
        """End the command and its group: ask, wait up to ``patience`` seconds, then make it."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process_id, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()


class Progress:
    """The lines that a person watches: one per finished step, and a sign of life in between."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._spoken = time.monotonic()

    def say(self, line: str) -> None:
        """Print ``line``, over the sign of life if there is one."""
        sys.stdout.write(("\r\033[K" if self._terminal else "") + line + "\n")
        sys.stdout.flush()
        self._spoken = time.monotonic()

    def sign_of_life(self, running: Mapping[str, float]) -> None:
        """Show what is ``running`` (titles with their start times): each call on a terminal, else now and then."""
        now = time.monotonic()
        text = ", ".join(f"{title} {now - start:.0f} s" for title, start in running.items())
        if self._terminal:
            sys.stdout.write(f"\r\033[K      {text}"[:110])
            sys.stdout.flush()
        elif now - self._spoken >= HEARTBEAT:
            self.say(f"      still at it: {text}")


def run_steps(steps: Sequence[Step], progress: Progress, on_done: Callable[[str], None] = lambda name: None) -> None:
    """Run ``steps``, each as soon as those it needs are done; call ``on_done`` with each name.

    :raises LaunchError: a step failed; the others are stopped first.
    """
    waiting, running, finished = list(steps), dict[str, tuple[Step, Child, float]](), set[str]()
    try:
        while waiting or running:
            for step in [step for step in waiting if step.needs <= finished]:
                waiting.remove(step)
                if step.command is None:
                    progress.say(f"{step.number} {step.title} … nothing to do")
                    finished.add(step.name)
                    on_done(step.name)
                else:
                    child = Child(step.command, step.log, step.environment, "SIGKILL")
                    running[step.name] = (step, child, time.monotonic())
            for name in _ended(running, progress):
                finished.add(name)
                on_done(name)
            if running:
                progress.sign_of_life({step.title: start for step, _, start in running.values()})
                time.sleep(0.1)
    finally:
        for _, child, _ in running.values():
            child.stop(patience=3)


def _ended(running: dict[str, tuple[Step, Child, float]], progress: Progress) -> list[str]:
    ended = []
    for name, (step, child, start) in list(running.items()):
        code = child.exit_code()
        if code is None:
            continue
        if code != 0:
            raise LaunchError(step.advice.format(log=step.log, said=_last_line(step.log)))
        del running[name]
        if step.done:
            step.done()
        progress.say(f"{step.number} {step.title} … {time.monotonic() - start:.0f} s")
        ended.append(name)
    return ended


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"
