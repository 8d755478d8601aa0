"""The action server lets in only who knows the secret, and answers with a safe text whatever goes wrong."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from actions import __main__ as server_module
from actions.action_answer_policy_question import ActionAnswerPolicyQuestion
from bot.datatypes.answer import Message, Outcome
from tests.actions.conftest import action_call

MARKER = "marker-of-a-private-message"
ANSWER = "action_answer_policy_question"


@pytest.mark.parametrize("secret", [None, "wrong", "a secret for test", b"\xff\xfe"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/webhook"), ("GET", "/actions"), ("GET", "/nowhere")])
def test_without_the_secret_nothing_is_said(server, secret, method, path):
    assert server(method, path, secret=secret).status_code == 401


def test_health_is_open(server):
    assert server("GET", "/health", secret=None).status_code == 200


def test_server_has_exactly_our_actions(server):
    names = {action["name"] for action in server("GET", "/actions").json()}

    assert {name for name in names if name.startswith("action_")} == {action.name() for action in server_module.ACTIONS}


def test_failing_action_answers_with_the_safe_text(server, monkeypatch):
    def fail(_self, dispatcher, tracker, domain):
        raise RuntimeError(MARKER)

    monkeypatch.setattr(ActionAnswerPolicyQuestion, "run", fail)
    response = server("POST", "/webhook", json=action_call(ANSWER, text=MARKER))
    message = Message.model_validate(response.json()["responses"][0]["custom"])

    assert response.status_code == 200
    assert message.answer.outcome is Outcome.FAILED_SERVICE_UNAVAILABLE
    assert "Tomasz Wieliczko" in message.text and "999" in message.text
    assert MARKER not in response.text


def test_failing_action_logs_no_message_text(server, monkeypatch, caplog, capfd):
    def fail(_self, dispatcher, tracker, domain):
        raise RuntimeError(MARKER)

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(ActionAnswerPolicyQuestion, "run", fail)
    server("POST", "/webhook", json=action_call(ANSWER, text=MARKER))

    assert "RuntimeError" in caplog.text
    assert MARKER not in caplog.text + "".join(capfd.readouterr())


def test_unknown_action_answers_with_the_safe_text(server):
    body = server("POST", "/webhook", json=action_call("action_nobody_wrote")).json()

    assert body["responses"][0]["custom"]["answer"]["outcome"] == "failed_service_unavailable"


def test_unknown_school_answers_with_the_safe_text(server):
    body = server("POST", "/webhook", json=action_call(ANSWER, text="phones", school="no-such-school")).json()

    assert body["responses"][0]["custom"]["answer"]["outcome"] == "failed_service_unavailable"


@pytest.mark.parametrize(
    "options",
    [
        {"content": f'{{"next_action": "{MARKER}'},
        {"content": f"[{MARKER!r}]"},
        {"json": [MARKER]},
        {"json": {"next_action": ANSWER, "version": [MARKER]}},
        {"json": {"next_action": ANSWER, "tracker": MARKER}},
        {"json": {"next_action": ANSWER, "tracker": {"slots": {"school": [MARKER]}}}},
    ],
)
def test_malformed_call_is_neither_logged_nor_sent_back(server, options, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    response = server("POST", "/webhook", **options)

    assert MARKER not in response.text + caplog.text + "".join(capfd.readouterr())


def test_start_without_a_secret_is_refused_in_one_line(monkeypatch, capsys, settings):
    monkeypatch.delenv("SIGNPOST_ACTIONS_SECRET", raising=False)

    assert server_module.main() == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_start_without_an_index_is_refused_in_one_line(monkeypatch, capsys, tmp_path, settings):
    monkeypatch.setenv("SIGNPOST_ACTIONS_SECRET", "secret")
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    server_module.engine.cache_clear()

    assert server_module.main() == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_action_server_answers_without_torch():
    """It would cost seconds of every start and hundreds of megabytes."""
    command = "import sys, actions.__main__, bot.answering.verdict, spacy; print(sys.modules.get('torch'))"
    done = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "None"
