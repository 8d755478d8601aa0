"""Faults put to the whole running service, and a marker that must turn up nowhere but where it belongs."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.launcher.preflight import free_port
from tests.e2e.test_running_service import CORPUS, QUESTION, SCHOOL, Service, prepared_home, wait_until_ready
from tests.launcher.process_tree import descendants

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]

WORRY = "A girl in my form says her uncle hits her."
MARKER = "zqmarkerzq"
# What each process is known by in its command line.
NAMES = {"dialogue": "\0rasa\0", "actions": "\0actions\0", "gateway": "bot.console.asgi"}
# Where words of people belong.
INTENDED = {("questions_questionrecord", column) for column in ("text", "in_full", "conversation")}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TMPDIR", str(tmp_path_factory.mktemp("temporary")))
        running = Service(prepared_home(tmp_path_factory.mktemp("home")), free_port(), CORPUS)
        running.temporary = Path(os.environ["TMPDIR"])
    running.wait_for("Signpost is ready")
    running.token = running.wait_for("API token").removeprefix("API token: ")
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(60)


def process_id(service, name):
    command_lines = {p: Path(f"/proc/{p}/cmdline").read_text() for p in descendants(service.process.pid)}
    return next(p for p, words in command_lines.items() if NAMES[name] in words and "tied.py" not in words)


@contextmanager
def stopped(service, name):
    """The process hangs: it takes connections and never answers."""
    process = process_id(service, name)
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@contextmanager
def locked_database(service):
    writer = sqlite3.connect(service.home / "signpost.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        writer.close()


def ask(service, text, conversation, patience=10.0, **changes):
    """The first message of the answer, which comes within ``patience`` seconds."""
    body = {"school": SCHOOL, "conversation": conversation, "text": text, "role": "staff"} | changes
    with send(service, json.dumps(body).encode(), patience=patience) as response:
        return json.load(response)["messages"][0]


def send(service, body, patience=10.0, token=None):
    headers = {"Authorization": f"Bearer {token or service.token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{service.address}/api/v1/messages", body, headers)
    return urllib.request.urlopen(request, timeout=patience)


def wait_until_started_again(service, *names):
    """Wait until the launcher says so of each, and then until /healthz does, which may be a second behind."""
    for name in names:
        service.wait_for(f"The {name} process ended and is started again")
    for number in range(1000):
        wait_until_ready(service)
        if outcome_of(ask(service, QUESTION, f"ready {number}")) == "answered_from_policy":
            return
    raise AssertionError("never well again")


def outcome_of(message):
    return message["answer"]["outcome"]


def recorded(service, conversation):
    with sqlite3.connect(service.home / "signpost.sqlite3") as database:
        rows = "SELECT text FROM questions_questionrecord WHERE conversation = ? AND part_of_id IS NULL"
        return [text for (text,) in database.execute(rows, [conversation])]


@pytest.mark.parametrize("name", ["dialogue", "actions"])
def test_a_process_that_hangs_leaves_nobody_without_a_text(service, name):
    with stopped(service, name):
        worry = ask(service, WORRY, f"worry, {name} hangs", patience=3)
        safe = ask(service, QUESTION, f"{name} hangs")
    assert outcome_of(worry) == "safeguarding_concern"
    assert outcome_of(safe) == "failed_service_unavailable"
    assert recorded(service, f"{name} hangs") == [QUESTION]
    wait_until_ready(service)
    assert outcome_of(ask(service, QUESTION, f"{name} goes on")) == "answered_from_policy"


@pytest.mark.parametrize("name", ["dialogue", "actions"])
def test_a_process_that_is_killed_leaves_nobody_without_a_text(service, name):
    os.kill(process_id(service, name), signal.SIGKILL)
    worry = ask(service, WORRY, f"worry, {name} killed", patience=3)
    safe = ask(service, QUESTION, f"{name} killed")
    assert outcome_of(worry) == "safeguarding_concern"
    assert outcome_of(safe) in ("failed_service_unavailable", "answered_from_policy")  # it may be up again
    assert recorded(service, f"{name} killed") == [QUESTION]
    wait_until_started_again(service, name)
    assert outcome_of(ask(service, QUESTION, f"{name} started again")) == "answered_from_policy"


def test_an_index_that_is_gone_leaves_nobody_without_a_text(service):
    ask(service, QUESTION, "index there")
    index = service.home / "index"
    index.rename(service.home / "index.gone")
    try:
        worry = ask(service, WORRY, "worry, index gone", patience=3)
        reply = ask(service, QUESTION, "index gone")
    finally:
        (service.home / "index.gone").rename(index)
    assert outcome_of(worry) == "safeguarding_concern"
    assert outcome_of(reply) in ("failed_service_unavailable", "answered_from_policy")
    assert outcome_of(ask(service, QUESTION, "index back")) == "answered_from_policy"


def test_a_locked_database_loses_no_message(service):
    with locked_database(service):
        worry = ask(service, WORRY, "worry, locked", patience=3)
        safe = ask(service, QUESTION, "locked")
    assert outcome_of(worry) == "safeguarding_concern"
    assert "has been kept" in safe["text"]
    wait_until_stored(service)
    assert recorded(service, "locked") == [QUESTION]


def wait_until_stored(service):
    """Ask for something else until the spool is empty; each answer takes its time."""
    for number in range(1000):
        if not list((service.home / "spool").glob("*.json")):
            return
        ask(service, QUESTION, f"meanwhile {number}")
    raise AssertionError("never stored")


def listening(process):
    """(address, port) of every TCP socket that a process listens on, as the kernel writes them."""
    inodes = {os.readlink(file) for file in Path(f"/proc/{process}/fd").iterdir() if file.is_symlink()}
    rows = [row.split() for table in ("tcp", "tcp6") for row in open(f"/proc/{process}/net/{table}")]
    return {cells[1] for cells in rows if cells[3] == "0A" and f"socket:[{cells[9]}]" in inodes}


@pytest.mark.parametrize("name", NAMES)
def test_every_process_listens_on_one_port_of_loopback(service, name):
    [address] = listening(process_id(service, name))
    assert address.startswith("0100007F:")


def port_of(service, name):
    [address] = listening(process_id(service, name))
    return int(address.partition(":")[2], 16)


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("dialogue", "/webhooks/gateway/messages", 401),
        ("dialogue", "/webhooks/rest/webhook", 404),
        ("dialogue", "/model/parse", 404),
        ("dialogue", "/conversations/c/messages", 404),
        ("actions", "/webhook", 401),
        ("actions", "/actions", 401),
    ],
)
def test_without_its_secret_an_inner_process_does_nothing(service, name, path, status):
    request = urllib.request.Request(f"http://127.0.0.1:{port_of(service, name)}{path}", b"{}")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == status


def test_a_marker_turns_up_in_the_intended_columns_and_nowhere_else(service):
    send_marker_along_every_path(service)
    with locked_database(service):
        ask(service, f"{QUESTION} {MARKER}", f"{MARKER} locked")
        assert any(MARKER in file.read_text() for file in (service.home / "spool").glob("*.json"))
    wait_until_stored(service)
    assert {place for place in columns_with_marker(service) if place not in INTENDED} == set()
    assert ("questions_questionrecord", "text") in columns_with_marker(service)
    assert files_with_marker(service) == []


def send_marker_along_every_path(service):
    text = f"{QUESTION} {MARKER}"
    for number, words in enumerate((text, f"May I {MARKER} a {MARKER}?", f"/restart {MARKER}", f"{WORRY} {MARKER}")):
        ask(service, words, f"{MARKER} {number}")
    answer = ask(service, text, f"{MARKER} button")
    for button in (answer["buttons"][0]["id"], f"{answer['buttons'][0]['id']}{MARKER}", MARKER):
        ask(service, "", f"{MARKER} button", button=button)
    ask_the_chat(service, text)
    for body, token in refused_bodies(text):
        with pytest.raises(urllib.error.HTTPError):
            send(service, body, token=token)
    for name in ("dialogue", "actions"):
        with stopped(service, name):
            ask(service, text, f"{MARKER} {name} hangs")
        wait_until_ready(service)
    for name in ("actions", "dialogue"):
        os.kill(process_id(service, name), signal.SIGKILL)
        ask(service, text, f"{MARKER} {name} killed")
        wait_until_started_again(service, name)


def refused_bodies(text):
    good = {"school": SCHOOL, "conversation": MARKER, "text": text}
    yield json.dumps(good).encode(), f"wrong-{MARKER}"
    for changes in ({"text": MARKER * 500}, {"role": MARKER}, {"school": MARKER}, {"text": [MARKER]}):
        yield json.dumps(good | changes).encode(), None
    yield json.dumps(good).encode()[:-1], None
    yield json.dumps(good | {"note": MARKER * 8000}).encode(), None


def ask_the_chat(service, text):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(f"{service.address}/chat/{SCHOOL}/", timeout=10) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode()).group(1)
    fields = urllib.parse.urlencode({"text": text, "role": "staff", "csrfmiddlewaretoken": token}).encode()
    browser.open(f"{service.address}/chat/{SCHOOL}/messages", fields, timeout=10).close()


def columns_with_marker(service):
    """(table, column) of every value in the database that holds the marker."""
    found = set()
    with sqlite3.connect(service.home / "signpost.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = database.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in rows.description]
            found |= {(table, c) for row in rows for c, value in zip(columns, row, strict=True) if MARKER in str(value)}
    return found


def files_with_marker(service):
    """Every other file that the service could have written: logs, temporary files, caches, the spool."""
    files = [file for folder in (service.home, service.temporary) for file in folder.rglob("*") if file.is_file()]
    others = (file for file in files if not file.name.startswith("signpost.sqlite3"))
    return [file for file in others if MARKER.encode() in file.read_bytes()]
