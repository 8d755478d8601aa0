"""Faults that are put to a gateway in a process of its own: a full disk, a database that hangs, a sudden end."""

from __future__ import annotations

import re
import signal
import sqlite3
import sys
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.channels.fake_dialogue import FakeDialogue
from tests.channels.gateway_process import GatewayProcess
from tests.channels.silent_postgres import SilentPostgres

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sets limits of another process")

STORED = "The database takes messages again"
WORRY = "A girl in my form says her uncle hits her."


@pytest.fixture(scope="module")
def fake():
    dialogue = FakeDialogue()
    yield dialogue
    dialogue.stop()


@pytest.fixture(scope="module")
def process(tmp_path_factory, fake):
    running = GatewayProcess(tmp_path_factory.mktemp("home"), fake)
    yield running
    running.end()


@pytest.fixture(scope="module", params=[True, False], ids=["falls silent after the greeting", "never greets"])
def silent(request):
    server = SilentPostgres(lets_in=request.param)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory, fake, silent):
    """A gateway whose database is silent."""
    running = GatewayProcess(tmp_path_factory.mktemp("home"), fake, silent.url)
    yield running
    running.end(signal.SIGKILL)


def outcome_of(messages):
    return messages[0]["answer"]["outcome"]


def recorded(process, question):
    with sqlite3.connect(process.database) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute("SELECT count(*) FROM questions_questionrecord WHERE text = ?", [question]).fetchone()[
            0
        ]


def ask_six(process, question):
    with ThreadPoolExecutor(6) as people:
        return list(people.map(lambda number: process.post(question, conversation=str(number)), range(6)))


def test_a_full_disk_gives_a_text_that_says_so_and_leaves_no_half_row(process):
    process.fill_disk()
    try:
        [message] = process.post("full?")
        worry = process.post(WORRY, patience=3)
    finally:
        process.clear_disk()
    assert "could not be stored" in message["text"]
    assert outcome_of(worry) == "safeguarding_concern"
    assert recorded(process, "full?") == 0
    assert [path for path in (process.home / "spool").glob("*") if path.is_file()] == []
    process.wait_for("could not be kept either")


def test_work_resumes_when_the_disk_has_room_again(process):
    process.fill_disk()
    try:
        process.post("still full?")
    finally:
        process.clear_disk()
    assert outcome_of(process.post("room again?")) == "answered_from_policy"
    assert recorded(process, "room again?") == 1


def test_a_message_that_was_kept_outlives_a_sudden_end(process):
    with sqlite3.connect(process.database, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        process.post("kept?")
        process.end(signal.SIGKILL)
        writer.execute("ROLLBACK")
    before = process.log.count(STORED)
    process.start()
    process.post("the next one?")
    process.wait_for(STORED, before)
    assert recorded(process, "kept?") == 1


def test_a_silent_database_holds_nobody_up(cut_off):
    replies = ask_six(cut_off, "silent?")
    assert all("has been kept" in messages[0]["text"] for messages in replies)
    assert outcome_of(cut_off.post(WORRY, patience=3)) == "safeguarding_concern"


def test_a_silent_database_holds_no_thread_for_ever(cut_off, silent):
    ask_six(cut_off, "silent?")
    before = silent.greeted
    ask_six(cut_off, "still silent?")
    assert silent.greeted - before >= 4  # every thread tried anew


def test_a_silent_database_leaves_the_chat_its_safe_text(cut_off):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(f"{cut_off.address}/chat/oakfield/", timeout=10) as page:
        form = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    body = urllib.parse.urlencode({"text": "silent?", "csrfmiddlewaretoken": form.group(1)}).encode()
    with browser.open(f"{cut_off.address}/chat/oakfield/messages", body, timeout=10) as page:
        assert "has been kept" in page.read().decode()
