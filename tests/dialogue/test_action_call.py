"""Whatever the action server sends, the dialogue answers the gateway, and the next turn is well again."""

import gzip
import json
import zlib

import pytest

QUESTION = "can I use my phone on a trip?"
MARKER = "MARKER-7f3a"
BOMB_SIZE = 64 * 1024 * 1024
SOUND = {"kind": "text", "text": "Sound.", "buttons": [], "answer": None}
REPLIES = {
    "gzip bomb": ({"Content-Encoding": "gzip"}, lambda: gzip.compress(b" " * BOMB_SIZE)),
    "deflate bomb": ({"Content-Encoding": "deflate"}, lambda: zlib.compress(b" " * BOMB_SIZE)),
    "a reply without an end": ({}, lambda: b" " * BOMB_SIZE),
    "rubbish": ({"Content-Type": "text/html"}, lambda: b"<html>no</html>"),
    "nothing": ({}, lambda: b""),
    "half": ({}, lambda: b'{"events": [], "resp'),
    "nested without an end": ({}, lambda: b"[" * 100_000),
    "events that are none": ({}, lambda: b'{"events": [{"event": 5}], "responses": []}'),
}


@pytest.fixture(autouse=True)
def _fresh(action_server):
    action_server.reset()
    yield
    action_server.reset()


def say(dialogue, conversation):
    return dialogue.post({"conversation": conversation, "school": "fernhollow", "text": f"{QUESTION} {MARKER}"})


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_that_cannot_be_read_utters_nothing(dialogue, action_server, name):
    headers, body = REPLIES[name]
    action_server.raw = (headers, body())
    status, reply = say(dialogue, name)

    assert (status, reply.get("messages", [])) in ((200, []), (500, []))


@pytest.mark.parametrize("status", [307, 400, 401, 404, 449, 500, 503])
def test_a_status_that_is_not_200_utters_nothing(dialogue, action_server, status):
    action_server.status = status
    action_server.raw = ({"Location": "http://127.0.0.1:1/"}, json.dumps({"error": MARKER}).encode())
    _, reply = say(dialogue, f"status {status}")

    assert reply.get("messages", []) == []
    assert len(action_server.requests) == 1


@pytest.mark.parametrize("name", REPLIES)
def test_the_turn_after_it_is_well_again(dialogue, action_server, name):
    headers, body = REPLIES[name]
    action_server.raw = (headers, body())
    say(dialogue, f"after {name}")
    action_server.reset()
    action_server.utterances = [SOUND]

    assert dialogue.say(QUESTION, conversation=f"after {name}") == [SOUND]


def test_bombs_are_not_unpacked(dialogue, action_server):
    before = peak_memory(dialogue)
    for name in ("gzip bomb", "deflate bomb", "a reply without an end"):
        headers, body = REPLIES[name]
        action_server.raw = (headers, body())
        say(dialogue, "memory")

    assert peak_memory(dialogue) - before < BOMB_SIZE // 2


def peak_memory(dialogue):
    """The most memory that the process has held so far, in bytes (Linux)."""
    with open(f"/proc/{dialogue.process_id}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def test_no_fault_of_the_action_server_puts_a_message_into_the_log(dialogue, action_server):
    for headers, body in REPLIES.values():
        action_server.raw = (headers, body())
        say(dialogue, f"c-{MARKER}")

    assert MARKER not in dialogue.log
