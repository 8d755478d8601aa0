"""The running dialogue: one address on loopback, one channel, one secret; nothing of Rasa's own doors is open."""

import urllib.error
import urllib.request

import pytest

RASA = [
    ("GET", "/version"),
    ("GET", "/status"),
    ("GET", "/domain"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("POST", "/model/train"),
    ("POST", "/model/parse"),
    ("POST", "/model/predict"),
    ("POST", "/model/test/stories"),
    ("GET", "/conversations/c/tracker"),
    ("POST", "/conversations/c/tracker/events"),
    ("PUT", "/conversations/c/tracker/events"),
    ("POST", "/conversations/c/execute"),
    ("POST", "/conversations/c/trigger_intent"),
    ("POST", "/conversations/c/messages"),
    ("POST", "/webhooks/rest/webhook"),
    ("POST", "/webhooks/callback/webhook"),
    ("GET", "/socket.io/?EIO=4&transport=polling"),
    ("POST", "/webhooks/slack/webhook"),
    ("POST", "/webhooks/botframework/webhook"),
    ("GET", "/webhooks/gateway/"),
    ("GET", "/webhooks/gateway/messages"),
]


def status_of(dialogue, method, path):
    request = urllib.request.Request(f"http://127.0.0.1:{dialogue.port}{path}", b"{}" if method != "GET" else None)
    request.method = method
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(("method", "path"), RASA)
def test_a_door_of_rasas_own_is_not_there(dialogue, method, path):
    assert status_of(dialogue, method, path) in (404, 405)


def test_the_one_channel_is_there(dialogue):
    assert status_of(dialogue, "POST", "/webhooks/gateway/messages") == 401


def listening(process_id):
    """(address, port) of every socket that a process listens on, as the kernel writes them (Linux)."""
    import os

    folder = f"/proc/{process_id}/fd"
    inodes = {os.readlink(f"{folder}/{name}") for name in os.listdir(folder)}
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        with open(f"/proc/{process_id}/net/{table}", encoding="ascii") as rows:
            for row in list(rows)[1:]:
                cells = row.split()
                if f"socket:[{cells[9]}]" in inodes and (cells[3] == "0A" or table.startswith("udp")):
                    found.append(cells[1])
    return found


def test_it_listens_on_loopback_alone(dialogue):
    assert listening(dialogue.process_id) == [f"0100007F:{dialogue.port:04X}"]


def test_no_error_is_reported_and_nothing_is_counted(dialogue):
    with open(f"/proc/{dialogue.process_id}/environ", encoding="utf-8") as environment:
        assert "RASA_TELEMETRY_ENABLED=false" in environment.read().split("\0")


def test_switching_telemetry_off_switches_error_reports_off():
    import sentry_sdk
    from rasa import telemetry

    assert telemetry.initialize_telemetry() is False
    telemetry.initialize_error_reporting()
    assert sentry_sdk.Hub.current.client is None


@pytest.mark.parametrize("host", ["localhost", "example.org", ""])
def test_the_secret_is_asked_for_whatever_host_is_named(dialogue, host):
    request = urllib.request.Request(
        f"http://127.0.0.1:{dialogue.port}/webhooks/gateway/messages", b"{}", {"Host": host or "x"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 401
