"""The HTTP API as its users meet it."""

from __future__ import annotations

import json

import pytest

from bot.questions.models import QuestionRecord
from tests.channels.gateway_fixtures import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = {"school": "oakfield", "conversation": "c-1", "text": "Where do phones go?"}
RIGHTFUL = {"Authorization": f"Bearer {TOKEN}"}


def send(client, body, headers=RIGHTFUL):
    content = body if isinstance(body, bytes) else json.dumps(body)
    return client.post("/api/v1/messages", content, content_type="application/json", headers=headers)


def code_of(response):
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"]
    return response.status_code, error["code"]


def test_api_answers_with_the_messages_of_the_dialogue(gateway, client):
    response = send(client, GOOD)
    assert response.status_code == 200
    [message] = response.json()["messages"]
    assert set(message) == {"kind", "text", "buttons", "answer"}
    assert message["answer"]["citations"][0]["reference"] == "Phones, 1"


@pytest.mark.parametrize("field", ["school", "conversation", "text"])
def test_api_refuses_a_missing_field(gateway, client, field):
    body = {name: value for name, value in GOOD.items() if name != field}
    assert code_of(send(client, body)) == (400, "missing_field")


@pytest.mark.parametrize("field", ["school", "conversation", "text", "role", "button"])
def test_api_refuses_a_field_of_another_type(gateway, client, field):
    assert code_of(send(client, GOOD | {field: 7})) == (400, "wrong_type")


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b'"text"', b"\xff\xfe", b"[" * 30_000])
def test_api_refuses_what_is_not_a_json_object(gateway, client, body):
    assert code_of(send(client, body)) == (400, "malformed_json")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer pässword"},
    ],
)
def test_api_refuses_a_missing_or_wrong_token(gateway, client, headers):
    response = send(client, GOOD, headers)
    assert code_of(response) == (401, "unauthorized")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_api_lets_nobody_in_where_no_token_is_set(gateway, client):
    from dataclasses import replace

    gateway.SIGNPOST = replace(gateway.SIGNPOST, api_token="")
    assert code_of(send(client, GOOD, {"Authorization": "Bearer "})) == (401, "unauthorized")


@pytest.mark.parametrize("school", ["nowhere", "unknown", "", "..", "../index/oakfield", "oakfield/", "/", "a\0b"])
def test_api_knows_only_the_schools_of_the_index(gateway, client, school):
    assert code_of(send(client, GOOD | {"school": school})) == (404, "unknown_school")


def test_api_answers_other_methods_with_405(gateway, client):
    response = client.get("/api/v1/messages", headers=RIGHTFUL)
    assert code_of(response) == (405, "method_not_allowed")
    assert response.headers["Allow"] == "POST"


def test_api_refuses_a_body_over_its_limit(gateway, client):
    assert code_of(send(client, GOOD | {"note": "x" * 65_536})) == (413, "body_too_large")


def test_api_refuses_a_body_that_django_would_not_read(gateway, client):
    assert code_of(send(client, GOOD | {"note": "x" * 600_000})) == (413, "body_too_large")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\0"])
def test_api_refuses_a_text_without_anything_in_it(gateway, client, text):
    assert code_of(send(client, GOOD | {"text": text})) == (422, "empty_text")


def test_api_refuses_a_text_over_its_limit(gateway, client):
    assert code_of(send(client, GOOD | {"text": "x" * 4001})) == (422, "text_too_long")


def test_api_takes_a_text_at_its_limit(gateway, client):
    assert send(client, GOOD | {"text": "x" * 4000}).status_code == 200


def test_api_refuses_an_unknown_role(gateway, client):
    assert code_of(send(client, GOOD | {"role": "wizard"})) == (422, "unknown_role")


@pytest.mark.parametrize("conversation", ["", " ", "c" * 201])
def test_api_refuses_a_conversation_without_a_usable_name(gateway, client, conversation):
    assert code_of(send(client, GOOD | {"conversation": conversation})) == (422, "invalid_conversation")


def test_api_ignores_keys_it_does_not_know(gateway, client, dialogue):
    assert send(client, GOOD | {"last_question": "made up", "intent": "made up"}).status_code == 200
    assert "made up" not in json.dumps(dialogue.turns)


def test_api_takes_half_a_surrogate_pair_for_what_it_is(gateway, client):
    body = json.dumps(GOOD | {"text": "phones \ud83d?"})
    assert send(client, body.encode()).status_code == 200


def test_api_stores_nothing_of_a_refused_message(gateway, client):
    send(client, GOOD | {"role": "wizard"})
    assert not QuestionRecord.objects.exists()


def test_api_answers_are_not_kept_by_anybody_between(gateway, client):
    assert send(client, GOOD).headers["Cache-Control"] == "no-store"
