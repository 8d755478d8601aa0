"""A marker is written through the API of a running gateway, erased by the command, and looked for in every file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.datatypes.answer import Outcome
from tests.channels.fake_dialogue import FakeDialogue, answered, message_with
from tests.channels.gateway_process import ROOT, GatewayProcess

MARKER = "zanzibarquark"
ENCODED = MARKER.encode()
OTHERS = 40  # questions of other people, before and after: pages of the database are filled, split and shared


@pytest.fixture(scope="module")
def fake():
    dialogue = FakeDialogue()
    dialogue.reply = lambda turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY, f"About {turn['text']}"), answered()]
    yield dialogue
    dialogue.stop()


@pytest.fixture(scope="module")
def process(tmp_path_factory, fake):
    running = GatewayProcess(tmp_path_factory.mktemp("home"), fake)
    yield running
    running.end()


def ask_around(process, first):
    """Everybody else asks something; the marker is in the middle of it."""
    with ThreadPoolExecutor(4) as people:
        list(
            people.map(
                lambda n: process.post(f"question {n} {'x' * (7 * n % 900)}", conversation=f"o-{n}"),
                range(first, first + OTHERS),
            )
        )


def files_with_marker(home):
    return [path.name for path in home.rglob("*") if path.is_file() and ENCODED in path.read_bytes()]


def run(process, *arguments):
    environment = {**os.environ, "SIGNPOST_HOME": str(process.home), "SIGNPOST_DATABASE_URL": ""}
    command = [sys.executable, "-m", "bot.cli", "person", *arguments, "--school", "oakfield", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_marker_is_in_no_file_once_it_is_erased(process):
    ask_around(process, 0)
    for number in range(12):
        [asked, _] = process.post(f"may I {MARKER} {'y' * (300 * number)}?", conversation="c-marker")
        process.post("", conversation="c-marker", button=asked["buttons"][-1]["id"])
    ask_around(process, OTHERS)
    aside = process.home / "spool" / "aside"
    aside.mkdir(parents=True)
    (aside / "1-2.json").write_text(json.dumps({"school": "oakfield", "conversation": "c-marker", "text": MARKER}))
    assert any(name.startswith("signpost.sqlite3") for name in files_with_marker(process.home))

    assert MARKER not in run(process, "list", "--conversation", "api:c-marker")
    erased = json.loads(run(process, "erase", "--conversation", "api:c-marker", "--yes"))["erased"]

    assert erased["questions"]["gone"] == 12
    assert files_with_marker(process.home) == []
    assert MARKER not in process.log


def test_the_gateway_goes_on_answering(process):
    assert process.post("question afterwards", conversation="o-after")
