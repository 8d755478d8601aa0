"""Asking a question set, of the engine and of a running service."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from bot.datatypes.answer import Answer, Message, Outcome
from bot.errors import IndexUnusableError, SettingsError
from bot.evaluation.evaluate import evaluate_engine, evaluate_service
from bot.evaluation.gold_questions import GoldQuestion

MESSAGE = Message(kind="answer", text="words", answer=Answer(outcome=Outcome.CONVERSATION)).model_dump(mode="json")


def gold(number: int = 0, **fields) -> GoldQuestion:
    row = {"id": str(number), "school": "saltmarrow", "question": "can I wear a watch", "expect": "answer", **fields}
    return GoldQuestion.model_validate(row)


def test_engine_screens_before_it_answers(sample_engine):
    question = gold(question="a child told me her dad hits her", expect="safeguarding", level="dsl")
    result = next(evaluate_engine([question], sample_engine, lambda _: {}))

    assert result.answer.outcome is Outcome.SAFEGUARDING_CONCERN


def test_engine_is_not_asked_what_the_dialogue_answers(sample_engine):
    assert list(evaluate_engine([gold(expect="chat", question="hello")], sample_engine, lambda _: {})) == []


def test_unknown_school_is_refused_before_the_topics_are_learnt(sample_engine):
    def rank(_: str):
        raise AssertionError("the topics were asked for")

    with pytest.raises(IndexUnusableError, match="is not in the index"):
        next(evaluate_engine([gold(school="nowhere")], sample_engine, rank))


class _Service(BaseHTTPRequestHandler):
    """Answers with what the test put in ``replies``, and keeps what it was asked."""

    replies: ClassVar[list[tuple[int, bytes]]] = []
    asked: ClassVar[list[dict]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append({**json.loads(body), "token": self.headers["Authorization"], "path": self.path})
        status, reply = self.replies.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_) -> None:
        pass


@pytest.fixture
def service():
    """A service on this machine; its class holds the replies to come and the bodies received."""
    _Service.replies, _Service.asked = [], []
    server = HTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.enable_socket
def test_service_is_asked_each_question_in_a_conversation_of_its_own(service):
    _Service.replies = [(200, json.dumps({"messages": [MESSAGE]}).encode())] * 2
    results = list(evaluate_service([gold(1), gold(2, role="volunteer")], service, "token"))

    assert [result.answer.outcome for result in results] == [Outcome.CONVERSATION] * 2
    assert [row.get("role") for row in _Service.asked] == [None, "volunteer"]
    assert len({row["conversation"] for row in _Service.asked}) == 2
    assert {(row["token"], row["path"]) for row in _Service.asked} == {("Bearer token", "/api/v1/messages")}


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "reply",
    [(500, b"{}"), (200, b"oops"), (200, b"[]"), (200, b'{"messages": [{"kind": "odd"}]}'), (200, b'{"messages": []}')],
)
def test_rubbish_counts_as_no_answer(service, reply):
    _Service.replies = [reply]

    assert next(evaluate_service([gold()], service, "token")).answer is None


@pytest.mark.enable_socket
def test_refused_token_is_said_in_one_line(service):
    _Service.replies = [(401, b"{}")]

    with pytest.raises(SettingsError, match="refuses the token"):
        next(evaluate_service([gold()], service, "token"))


@pytest.mark.enable_socket
def test_service_that_is_not_there_counts_as_no_answer():
    assert next(evaluate_service([gold()], "http://127.0.0.1:9", "token")).answer is None
