"""The review queue as its readers meet it."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from bot.datatypes.answer import Outcome
from bot.questions.intake import record_answer
from bot.questions.models import AuditEntry, ReviewItem
from tests.channels.fake_dialogue import answered, citation, message_with
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7|add:7 }} javascript:alert(1)'


@pytest.fixture
def lead(client):
    user = member("lead", oakfield="safeguarding_lead")
    client.force_login(user)
    return user


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def item_page(waiting):
    return reverse("review-item", args=[waiting.pk])


def test_the_console_asks_strangers_to_sign_in(client):
    waiting = item()
    for url in (reverse("console"), item_page(waiting)):
        response = client.get(url)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_forms_without_their_token_are_refused(lead):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    assert client.post(item_page(item()), {"do": "close"}).status_code == 403


def test_the_queue_shows_open_items_newest_first(client, lead):
    item(text="the older one", minutes_ago=5)
    item(text="the newer one")
    shown = page(client, reverse("console"))
    assert shown.index("the newer one") < shown.index("the older one")


def test_the_queue_shows_nothing_of_another_school(client, lead):
    item("elmhurst", text="of elmhurst")
    for query in ("", "?school=elmhurst", "?status=all", "?school=elmhurst&status=all"):
        assert "of elmhurst" not in page(client, reverse("console") + query)


def test_the_queue_can_show_closed_items(client, lead):
    waiting = item(text="dealt with")
    client.post(item_page(waiting), {"do": "close"})
    client.get(item_page(waiting))
    assert "dealt with" not in page(client, reverse("console"))
    assert "dealt with" in page(client, reverse("console") + "?status=closed")


def test_the_queue_of_two_schools_can_be_narrowed_to_one(client):
    client.force_login(member("trust", oakfield="safeguarding_lead", elmhurst="safeguarding_lead"))
    item(text="of oakfield")
    item("elmhurst", text="of elmhurst")
    assert "of oakfield" in page(client, reverse("console"))
    assert "of oakfield" not in page(client, reverse("console") + "?school=elmhurst")


@pytest.mark.parametrize("query", ["?status=nonsense", "?page=nonsense", "?page=99", "?school=nonsense"])
def test_the_queue_bears_any_query(client, lead, query):
    page(client, reverse("console") + query)


def test_a_user_without_a_school_is_told_what_to_do(client):
    client.force_login(member("nobody"))
    item(text="of oakfield")
    shown = page(client, reverse("console"))
    assert "of oakfield" not in shown
    assert "do not belong to a school" in shown


def answered_item(message, **fields):
    waiting = item(**fields)
    record_answer(waiting.question_id, [message], 12, uuid.uuid4())
    return waiting


def test_the_item_page_shows_question_role_and_what_was_shown(client, lead):
    waiting = answered_item(answered(), text="Where do phones go?", role="volunteer")
    shown = page(client, item_page(waiting))
    for part in ("Where do phones go?", "volunteer", "Phones stay in lockers.", "Phones, 1", "/phones/c1"):
        assert part in shown


def test_the_item_page_offers_no_button_of_the_answer(client, lead):
    assert "show_more" not in page(client, item_page(answered_item(answered())))


def test_the_item_page_of_a_question_without_an_answer_says_so(client, lead):
    assert "before it could answer" in page(client, item_page(item()))


def test_looking_at_an_item_is_audited(client, lead):
    page(client, item_page(item()))
    assert AuditEntry.objects.latest("number").action == "looked"


def test_another_schools_item_and_no_item_look_the_same(client, lead):
    foreign = client.get(item_page(item("elmhurst")))
    unknown = client.get(reverse("review-item", args=[999_999]))
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


def test_another_schools_item_cannot_be_closed(client, lead):
    foreign = item("elmhurst")
    assert client.post(item_page(foreign), {"do": "close"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == "open"


def test_a_reply_is_stored_and_shown(client, lead):
    waiting = item()
    client.post(item_page(waiting), {"do": "reply", "reply": "Not on site.", "category": "policy_silent"})
    assert "Not on site." in page(client, item_page(waiting))
    assert ReviewItem.objects.get().closed_by == lead


def test_an_empty_reply_closes_nothing(client, lead):
    waiting = item()
    assert client.post(item_page(waiting), {"do": "reply", "reply": " "}).status_code == 422
    assert ReviewItem.objects.get().status == "open"


def test_a_reply_to_a_closed_item_says_that_it_was_closed(client, lead):
    waiting = item()
    client.post(item_page(waiting), {"do": "close"})
    response = client.post(item_page(waiting), {"do": "reply", "reply": "Too late."}, follow=True)
    assert "closed already" in response.content.decode()
    assert ReviewItem.objects.get().reply == ""


def test_hostile_text_is_shown_literally(client, lead):
    message = message_with(Outcome.PARTLY_RELATED_CLAUSES, HOSTILE)
    hostile = citation(text=HOSTILE, reference=HOSTILE, document=HOSTILE, url="javascript:alert(1)")
    answer = message.answer.model_copy(update={"citations": (hostile,)})
    waiting = answered_item(message.model_copy(update={"answer": answer}), text=HOSTILE, role="<b>")
    client.post(item_page(waiting), {"do": "reply", "reply": HOSTILE})
    for url in (item_page(waiting), reverse("console") + "?status=all"):
        shown = page(client, url)
        assert "<script>" not in shown
        assert "<img src=x" not in shown
        assert 'href="javascript:' not in shown
        assert "{{ 7|add:7 }}" in shown


def test_every_page_carries_the_security_headers(client, lead):
    response = client.get(reverse("console"))
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_console_pages_hold_no_inline_script_or_style(client, lead):
    waiting = answered_item(answered())
    for url in (reverse("console"), item_page(waiting)):
        shown = page(client, url)
        assert "<script>" not in shown
        assert " style=" not in shown
        assert " onclick=" not in shown


def test_console_pages_are_kept_by_nobody_between(client, lead):
    assert "no-store" in client.get(reverse("console")).headers["Cache-Control"]


def test_signing_out_ends_the_session(client, lead):
    client.post(reverse("account_logout"))
    assert client.get(reverse("console")).status_code == 302
