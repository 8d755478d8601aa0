"""``GET /healthz``: ready only once a question can be answered end to end."""

from __future__ import annotations

import shutil

import pytest

from bot.questions.models import QuestionRecord, ReviewItem
from tests.channels.gateway_fixtures import forget_services

pytestmark = pytest.mark.django_db(transaction=True)


def test_healthz_says_ok_when_every_part_is_well(gateway, client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_healthz_names_the_index_while_it_holds_no_school(gateway, client):
    shutil.rmtree(gateway.SIGNPOST.index)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "starting"
    assert "index" in response.json()["reason"]


def test_healthz_names_a_part_that_is_not_ready(gateway, client, dialogue):
    dialogue.health = 503
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "dialogue" in response.json()["reason"]


def test_healthz_names_a_part_that_does_not_answer(gateway, client, dialogue):
    dialogue.stop()
    assert "does not answer" in client.get("/healthz").json()["reason"]


def test_healthz_looks_no_more_often_than_once_a_second(gateway, client, dialogue):
    client.get("/healthz")
    dialogue.health = 503
    assert client.get("/healthz").status_code == 200


def test_healthz_notices_what_changed_after_that(gateway, client, dialogue):
    client.get("/healthz")
    dialogue.health = 503
    forget_services()
    assert client.get("/healthz").status_code == 503


def test_a_question_that_a_stop_left_without_an_answer_is_filed_at_the_next_start(gateway, client):
    from datetime import timedelta

    from django.utils import timezone

    long_ago = timezone.now() - timedelta(hours=1)
    QuestionRecord.objects.create(school="oakfield", conversation="c", channel="api", text="?", received_at=long_ago)
    client.get("/healthz")
    assert ReviewItem.objects.get().kind == ReviewItem.Kind.UNANSWERED
