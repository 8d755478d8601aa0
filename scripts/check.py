"""`make test`, once the environments stand: lint, types, layers, tests on both Pythons, the running service.

Two lanes run side by side, one per core; they share the 3.11 tests, so that both end at about the same time.
The end-to-end tests come last and alone. The closing line counts every test, and each check without tests as one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".tools" / "reports"
APP = str(ROOT / ".venv" / "bin" / "python")
TOOLS = ROOT / ".venv" / "bin"
DIALOGUE = str(ROOT / ".venv-dialogue" / "bin" / "python")
DOMAIN = ["--domain", "bot/dialogue/domain"]
MODEL = "var/models/dialogue.tar.gz"
TAIL = 200  # lines shown of a part that failed


@dataclass(frozen=True)
class Part:
    """One check: a title and its command. ``report`` is the JUnit file of a part that runs tests.

    ``shows_last_line``: the last line that it prints is shown even where all is well. ``environment``: variables of it.
    """

    title: str
    command: Sequence[str]
    report: Path | None = None
    shows_last_line: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a part went, in numbers of tests and in seconds."""

    passed: int
    failed: int
    skipped: int
    seconds: float


def tests(title: str, python: str, *arguments: str, home: str = "") -> Part:
    """A part that runs pytest with ``python``; beside another it needs a ``home`` of its own, for the test database."""
    report = REPORTS / f"{title.replace(' ', '-')}.xml"
    command = [python, "-m", "pytest", "-q", *arguments, f"--junitxml={report}"]
    environment = {"SIGNPOST_HOME": str(ROOT / home)} if home else {}
    return Part(title, command, report, shows_last_line=True, environment=environment)


def prepare(what: str) -> Part:
    """A part that makes what later parts need; nothing is done where it is there."""
    return Part(f"prepare the {what}", [APP, "-m", "bot.launcher", f"prepare-{what}"])


def story_tests() -> list[Part]:
    """Rasa's own test of whole conversations, where there are any."""
    stories = ROOT / "tests" / "dialogue" / "stories"
    if not stories.is_dir():
        return []
    out = ["--out", str(REPORTS / "rasa")]
    command = [DIALOGUE, "-m", "rasa", "test", "core", "--stories", str(stories), "--model", MODEL, *out]
    return [Part("conversations", [*command, "--fail-on-prediction-errors"])]


STATIC = (
    Part("lint", [str(TOOLS / "ruff"), "check", "."]),
    Part("format", [str(TOOLS / "ruff"), "format", "--check", "."]),
    Part("layers", [str(TOOLS / "lint-imports")]),
    Part("types", [str(TOOLS / "mypy")]),
)
CHANNEL_TESTS = tests("tests of channels", APP, "tests/channels", home="var/channel-tests")
APP_TESTS = tests(
    "tests on 3.11", APP, "tests", "--ignore=tests/channels", "--ignore=tests/dialogue", "--ignore=tests/e2e"
)
# The island knows nothing of the other tests' fixtures, whose packages it does not have.
DIALOGUE_TESTS = tests("tests on 3.10", DIALOGUE, "tests/dialogue", "--confcutdir=tests/dialogue")
VALIDATE = Part("training data", [DIALOGUE, "-m", "rasa", "data", "validate", *DOMAIN, "--data", "data"])
# Topics are a prior, and the engine reads the whole ranking: what must not be lost is the right one among three.
TOPICS = Part(
    "topics told apart",
    [DIALOGUE, "-W", "ignore", "-m", "bot.dialogue.cross_validate_nlu", "--at-least", "0.85"],
    shows_last_line=True,
)
DIALOGUE_CHECKS = (DIALOGUE_TESTS, VALIDATE, *story_tests(), TOPICS)
END_TO_END = tests("end to end", APP, "tests/e2e")


def main() -> int:
    """Run every part, show what failed, and close with the count."""
    os.chdir(ROOT)
    os.environ["SIGNPOST_ENCODER_ONNX"] = str(ROOT / "var" / "encoder")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tests run side by side: threads of their own get in the way
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    outcomes = {part.title: run(part) for part in (prepare("encoder"),)}
    with ThreadPoolExecutor(2) as lanes:
        app = lanes.submit(run_all, [*browser(), *postgres(), *STATIC, APP_TESTS])
        dialogue = lanes.submit(run_all, [prepare("dialogue"), *DIALOGUE_CHECKS, CHANNEL_TESTS])
        outcomes |= app.result() | dialogue.result()
    outcomes |= run_all([END_TO_END])
    return summary(outcomes)


def browser() -> list[Part]:
    """Install Chromium where there is none; without it the browser tests skip themselves."""
    is_there = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return [] if is_there else install("Chromium", "chromium", "No Chromium on PATH: the browser tests are skipped.")


def postgres() -> list[Part]:
    """Install PostgreSQL where there is none; without it its tests skip themselves."""
    is_there = any(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    missing = "No PostgreSQL server is installed: the tests on it are skipped."
    return [] if is_there else install("PostgreSQL", "postgresql", missing)


def install(name: str, package: str, missing: str) -> list[Part]:
    """Install a package of Debian's; where they cannot be had, say what is ``missing`` and go on."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(missing, flush=True)
        return []
    command = f"apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq {package}"
    return [Part(f"install {name}", ["sh", "-c", command])]


def run_all(parts: Sequence[Part]) -> dict[str, Outcome]:
    """Run ``parts`` one after the other."""
    return {part.title: run(part) for part in parts}


def run(part: Part) -> Outcome:
    """Run one part; its output is kept, and shown where it failed."""
    start = time.monotonic()
    done = subprocess.run(
        part.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | part.environment,
        check=False,
    )
    seconds = time.monotonic() - start
    said = done.stdout.decode(errors="replace")
    (REPORTS / f"{part.title.replace(' ', '-')}.log").write_text(said, encoding="utf-8")
    outcome = count(part, done.returncode, seconds)
    shown = said.splitlines()[-TAIL:] if done.returncode else said.splitlines()[-1:] if part.shows_last_line else []
    print("\n".join([f"── {part.title}: {'failed' if outcome.failed else 'ok'}, {seconds:.0f} s", *shown]), flush=True)
    return outcome


def count(part: Part, code: int, seconds: float) -> Outcome:
    """The part's tests by result; a part without tests counts as one, and so does a run that broke off."""
    if part.report is None or not part.report.exists():
        return Outcome(int(code == 0), int(code != 0), 0, seconds)
    suites = ElementTree.parse(part.report).getroot().iter("testsuite")  # noqa: S314 - our own pytest wrote it
    rows = [[int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")] for suite in suites]
    total, failures, errors, skipped = (sum(column) for column in zip(*rows, strict=True))
    failed = failures + errors or int(code != 0)
    return Outcome(max(total - failures - errors - skipped, 0), failed, skipped, seconds)


def summary(outcomes: dict[str, Outcome]) -> int:
    """Print the table and the closing line; 1 if anything failed."""
    print()
    for title, outcome in outcomes.items():
        numbers = f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"
        print(f"{title:24} {outcome.seconds:5.0f} s   {numbers}")
    passed, failed, skipped = (
        sum(getattr(outcome, key) for outcome in outcomes.values()) for key in ("passed", "failed", "skipped")
    )
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
