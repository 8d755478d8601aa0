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

from tests.channels.gateway_process import GatewayProcess
from tests.channels.silent_postgres import SilentPostgres

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sets limits of another process")

QUESTION = "Where do phones go?"
WORRY = "A girl in my form says her uncle hits her."


@pytest.fixture
def start(tmp_path, dialogue):
    """Starts a gateway process; what it is given are the constructor's."""
    started = []

    def begin(**options):
        started.append(GatewayProcess(tmp_path, dialogue, **options))
        return started[-1]

    yield begin
    for process in started:
        if process.process.poll() is None:
            process.end()


@pytest.fixture(params=[True, False], ids=["falls silent after the greeting", "never greets"])
def silent(request):
    server = SilentPostgres(lets_in=request.param)
    yield server
    server.stop()


def outcome_of(messages):
    return messages[0]["answer"]["outcome"]


def recorded(process, statement="SELECT text FROM questions_questionrecord ORDER BY received_at"):
    with sqlite3.connect(process.database) as database:
        return [row[0] for row in database.execute(statement)]


def wait_until_recorded(process, count):
    """Look again and again until ``count`` messages are there; each look at /healthz takes its time."""
    for _ in range(100_000):
        if len(recorded(process)) >= count and not list((process.home / "spool").glob("*.json")):
            return
        process.is_healthy()
    raise AssertionError("never stored")


def test_a_full_disk_gives_a_text_that_says_so_and_leaves_no_half_row(start):
    process = start()
    process.post("before")
    process.fill_disk()
    [message] = process.post(QUESTION)
    assert "could not be stored" in message["text"]
    assert outcome_of(process.post(WORRY, patience=3)) == "safeguarding_concern"
    assert recorded(process) == ["before"]
    assert recorded(process, "PRAGMA integrity_check") == ["ok"]
    assert [path for path in (process.home / "spool").iterdir() if path.is_file()] == []
    assert "ALARM: message" in process.end()


def test_work_resumes_when_the_disk_has_room_again(start):
    process = start()
    process.fill_disk()
    process.post(QUESTION)
    process.clear_disk()
    assert outcome_of(process.post("after")) == "answered_from_policy"
    assert recorded(process) == ["after"]


def test_a_silent_database_holds_nobody_up(start, silent):
    process = start(database_url=silent.url)
    with ThreadPoolExecutor(6) as people:
        replies = list(people.map(lambda number: process.post(QUESTION, conversation=str(number)), range(6)))
    assert all("has been kept" in messages[0]["text"] for messages in replies)
    assert outcome_of(process.post(WORRY, patience=3)) == "safeguarding_concern"
    assert len(list((process.home / "spool").glob("*.json"))) == 7


def test_a_silent_database_holds_no_thread_for_ever(start, silent):
    process = start(database_url=silent.url)
    with ThreadPoolExecutor(6) as people:
        list(people.map(lambda number: process.post(QUESTION, conversation=str(number)), range(6)))
    before = silent.greeted
    with ThreadPoolExecutor(6) as people:
        list(people.map(lambda number: process.post(QUESTION, conversation=str(number)), range(6)))
    assert silent.greeted - before >= 4  # every thread tried anew


def test_a_silent_database_leaves_the_chat_its_safe_text(start, silent):
    process = start(database_url=silent.url)
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(f"{process.address}/chat/oakfield/", timeout=10) as page:
        form = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    body = urllib.parse.urlencode({"text": QUESTION, "csrfmiddlewaretoken": form.group(1)}).encode()
    with browser.open(f"{process.address}/chat/oakfield/messages", body, timeout=10) as page:
        assert "has been kept" in page.read().decode()


def test_a_message_that_was_kept_outlives_a_sudden_end(start):
    process = start()
    with sqlite3.connect(process.database, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        process.post(QUESTION)
        process.end(signal.SIGKILL)
        writer.execute("ROLLBACK")
    process.start()
    wait_until_recorded(process, 1)
    assert recorded(process) == [QUESTION]
