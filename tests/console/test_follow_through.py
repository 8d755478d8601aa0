"""What becomes of a concern: who is alerted, who looked, and what the person who wrote is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from bot.console import chat_views, policy_shelf, school_warnings
from bot.notifications.models import Notice, Sending
from bot.notifications.round import tell_everybody
from bot.questions.models import QuestionRecord, ReviewItem
from tests.channels.gateway_fixtures import dialogue, gateway
from tests.questions.people import item, member

__all__ = ["dialogue", "gateway"]

pytestmark = pytest.mark.django_db(transaction=True)

Kind = ReviewItem.Kind
ABOUT_HEAD = "the headteacher hit a child in my class"


@pytest.fixture
def chat(gateway, client, monkeypatch):
    """The web chat of the gateway's schools: posts a message, gives the page."""
    shelf = policy_shelf.PolicyShelf(gateway.SIGNPOST.index)
    for module in (chat_views, school_warnings):
        monkeypatch.setattr(module, "policy_shelf", lambda: shelf)

    def say(text):
        client.post("/chat/oakfield/messages", {"text": text})

    def page():
        return client.get("/chat/oakfield/").content.decode()

    say.page = page
    return say


@pytest.fixture
def console(gateway, monkeypatch, client):
    """Signs somebody in to the console and gives a page of it."""
    shelf = policy_shelf.PolicyShelf(gateway.SIGNPOST.index)
    monkeypatch.setattr(school_warnings, "policy_shelf", lambda: shelf)

    def look(user, address="/console/"):
        from django.test import Client

        visitor = Client()
        visitor.force_login(user)
        return visitor.get(address)

    return look


def address(waiting):
    return reverse("review-item", args=[waiting.pk])


def test_the_person_is_told_who_saw_the_concern_once_somebody_has(chat, console):
    lead = member("okafor", name="Mrs Okafor", oakfield="safeguarding_lead")
    chat("a child told me her dad hits her")
    assert "Seen by" not in chat.page()
    console(lead, address(ReviewItem.objects.get()))
    assert "Seen by Mrs Okafor, Designated Safeguarding Lead, at " in chat.page()


def test_an_alert_alone_is_not_said_to_be_a_sighting(chat, gateway):
    member("lead", oakfield="safeguarding_lead")
    gateway.SIGNPOST = replace(gateway.SIGNPOST, email_host="mail.example.org")
    chat("a child told me her dad hits her")
    assert tell_everybody(timezone.now()) == 1
    assert "Seen by" not in chat.page()


def test_the_head_who_looks_for_it_does_not_see_a_concern_about_the_head(chat, console):
    head, chair = member("head", oakfield=("head", "safeguarding_lead")), member("chair", oakfield="chair")
    chat(ABOUT_HEAD)
    waiting = ReviewItem.objects.get()
    assert waiting.kind == Kind.ALLEGATION_ABOUT_HEAD
    assert console(head, address(waiting)).status_code == 404
    for query in ("", "?status=all", "?school=oakfield&status=all"):
        assert ABOUT_HEAD not in console(head, f"/console/{query}").content.decode()
    assert "Seen by" not in chat.page()
    assert ABOUT_HEAD in console(chair).content.decode()


def test_somebody_who_saw_it_says_nothing_in_another_conversation(chat, console, client):
    lead = member("lead", oakfield="safeguarding_lead")
    chat("a child told me her dad hits her")
    console(lead, address(ReviewItem.objects.get()))
    client.post("/chat/oakfield/new")
    assert "Seen by" not in chat.page()


def test_the_item_says_who_was_alerted_and_who_looked(console, gateway):
    gateway.SIGNPOST = replace(gateway.SIGNPOST, email_host="mail.example.org")
    lead, waiting = member("okafor", name="Mrs Okafor", oakfield="safeguarding_lead"), item(kind=Kind.CONCERN)
    tell_everybody(timezone.now())
    page = console(lead, address(waiting)).content.decode()
    assert "Mrs Okafor, safeguarding lead: alerted by E-mail" in page
    assert "Seen by Mrs Okafor" in page


def test_alerts_that_could_not_be_sent_are_shown_to_those_who_may_see_the_item_alone(console, gateway):
    lead, head = member("lead", oakfield="safeguarding_lead"), member("head", oakfield="head")
    waiting = item(kind=Kind.ALLEGATION)
    now = timezone.now()
    notice = Notice.objects.create(
        item=waiting, user=head, school="oakfield", kind=waiting.kind, role="head", made_at=now
    )
    Sending.objects.create(notice=notice, way="email", attempts=1, try_at=now)
    assert "1 alert could not be sent" in console(head).content.decode()
    assert "could not be sent" not in console(lead).content.decode()


def test_the_console_says_that_no_mail_server_is_set_up(console):
    assert "No alerts are sent" in console(member("lead", oakfield="safeguarding_lead")).content.decode()


def test_the_console_says_of_which_concerns_nobody_is_alerted(console, gateway):
    gateway.SIGNPOST = replace(gateway.SIGNPOST, email_host="mail.example.org")
    page = console(member("lead", oakfield="safeguarding_lead")).content.decode()
    assert "Nobody is alerted to “Concern about an adult working at the school”, “Concern about the head”" in page


def test_the_console_warns_of_contacts_that_nobody_has_checked(console):
    page = console(member("lead", oakfield="safeguarding_lead")).content.decode()
    assert "Nobody has said when the contacts were last checked" in page


def test_the_console_warns_nobody_of_another_schools_contacts(console):
    page = console(member("lead", elmhurst="safeguarding_lead")).content.decode()
    assert "at oakfield" not in page


def test_a_concern_asks_the_person_for_nothing(chat):
    chat("a child told me her dad hits her")
    [message] = QuestionRecord.objects.get().answer.payload
    assert message["buttons"] == []
    assert "?" not in message["text"]
