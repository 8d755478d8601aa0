"""The page of what did not arrive: to whom it shows what, and what it never shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bot.datatypes.answer import Message
from bot.deliveries.inbox import note_unknown_workspace
from bot.deliveries.models import Delivery
from bot.deliveries.outbox import mark_undeliverable, queue_reply
from bot.questions.models import ReviewItem
from tests.deliveries.conftest import event
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

PAGE = "/console/deliveries/"
SECRET = "what somebody wrote"


def troubled(school="oakfield", problem="channel_not_found"):
    delivery = queue_reply(event(school=school), [Message(kind="text", text=SECRET)])
    mark_undeliverable(delivery, problem)
    return delivery


def shown(client):
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def lead(client):
    client.force_login(member("lead", oakfield="safeguarding_lead"))


@pytest.fixture
def administrator(client):
    client.force_login(member("admin", oakfield="administrator"))


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(PAGE).url.startswith(reverse("account_login"))


def test_what_will_not_arrive_is_shown_with_channel_and_cause(client, lead):
    troubled()
    page = shown(client)
    for part in ("Will not arrive", "slack", "channel_not_found"):
        assert part in page


def test_no_word_of_the_message_is_shown(client, lead):
    troubled()
    assert SECRET not in shown(client)


def test_what_waits_too_long_is_shown(client, lead):
    queue_reply(event(), [Message(kind="text", text=SECRET)])
    assert "Nothing here" in shown(client)
    Delivery.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert "Still being tried" in shown(client)


def test_another_schools_deliveries_are_not_shown(client, lead):
    troubled("elmhurst")
    assert "Nothing here" in shown(client)


def test_an_administrator_sees_the_schools_they_administer_and_what_belongs_to_none(client, administrator):
    for school in ("elmhurst", "oakfield", ""):
        troubled(school)
    page = shown(client).lower()  # by its name, where the index has it
    assert "oakfield" in page
    assert "no school" in page
    assert "elmhurst" not in page


def troubled_concern(kind):
    """A reply that did not arrive in a conversation in which such a concern was filed."""
    waiting = item("oakfield", kind)
    asked = waiting.question
    delivery = troubled(problem="is_archived")
    Delivery.objects.filter(pk=delivery.pk).update(channel=asked.channel, conversation=asked.conversation)


@pytest.mark.parametrize(
    ("kind", "who_sees"),
    [
        (ReviewItem.Kind.CONCERN, {"safeguarding_lead", "deputy", "head", "administrator"}),
        (ReviewItem.Kind.ALLEGATION, {"head", "administrator"}),
        (ReviewItem.Kind.ALLEGATION_ABOUT_HEAD, {"administrator"}),
    ],
)
def test_an_undelivered_reply_about_a_concern_is_for_those_who_may_see_the_concern(client, kind, who_sees):
    troubled_concern(kind)
    for part in ("safeguarding_lead", "deputy", "head", "administrator"):
        client.force_login(member(part, oakfield=part))
        assert ("is_archived" in shown(client)) is (part in who_sees), part


@pytest.mark.parametrize("others", ["administrator", "chair", "safeguarding_lead"])
def test_a_head_never_sees_one_about_the_head_whatever_else_they_are(client, others):
    troubled_concern(ReviewItem.Kind.ALLEGATION_ABOUT_HEAD)
    client.force_login(member("head", oakfield=["head", others]))
    assert "Nothing here" in shown(client)


@pytest.mark.parametrize("part", ["trust_lead"])
def test_for_who_has_no_part_in_it_the_page_is_not_there(client, part):
    client.force_login(member("somebody", oakfield=part))
    assert client.get(PAGE).status_code == 404
    assert "Deliveries" not in client.get(reverse("console")).content.decode()


def test_an_administrator_sees_workspaces_of_no_school(client, administrator):
    note_unknown_workspace("slack", "T-unknown")
    assert "T-unknown" in shown(client)


def test_a_lead_does_not(client, lead):
    note_unknown_workspace("slack", "T-unknown")
    assert "T-unknown" not in shown(client)


def test_what_a_platform_says_is_shown_literally(client, lead):
    troubled(problem="<script>alert(1)</script>")
    assert "<script>alert" not in shown(client)


@pytest.mark.parametrize("query", ["?page=99", "?page=nonsense"])
def test_the_page_bears_any_query(client, lead, query):
    assert client.get(PAGE + query).status_code == 200
