"""The chat in a frame of a school's own website: who may frame it, who may ask in it, and what it goes by."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from bot.console import chat_views, embed_views, policy_shelf
from bot.console.framed_chat import HEADER
from bot.datatypes.policy import School
from bot.index.clause_store import ClauseStore
from bot.questions.models import QuestionRecord, ReviewItem
from bot.questions.triage import reply_to_review_item
from bot.questions.web_links import link_code, make_link, revoke_link
from tests.channels.gateway_fixtures import ELMHURST, OAKFIELD, dialogue, gateway
from tests.questions.people import member

__all__ = ["dialogue", "gateway"]

pytestmark = pytest.mark.django_db(transaction=True)

INTRANET = "https://intranet.oakfield.example.org"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def site(gateway, monkeypatch):
    """Two schools: Oakfield lets its intranet frame its chat, Elmhurst nobody."""
    store = ClauseStore(gateway.SIGNPOST.index)
    store.write(School(profile=OAKFIELD.model_copy(update={"embed_on": (INTRANET,)}), documents=()))
    shelf = policy_shelf.PolicyShelf(gateway.SIGNPOST.index)
    for module in (chat_views, embed_views):
        monkeypatch.setattr(module, "policy_shelf", lambda: shelf)
    cache.clear()
    yield gateway
    cache.clear()


@pytest.fixture
def closed(site):
    """The same, with a chat that only links and accounts open."""
    site.SIGNPOST = replace(site.SIGNPOST, web_access="links")
    return site


def token_of(response):
    return re.search(r'name="conversation" value="([^"]+)"', response.content.decode()).group(1)


def opened(address="/embed/oakfield/"):
    return token_of(Client().get(address))


def ask(token, text="Where do phones go?", school="oakfield", headers=None, **fields):
    body = {"text": text, "conversation": token} | fields
    return Client().post(f"/embed/{school}/messages", body, headers=headers)


def link(role="volunteer", school="oakfield"):
    return make_link(member("lead", **{school: "safeguarding_lead"}), school, label="Intranet", role=role, days=7)


def test_only_the_websites_of_the_schools_file_may_frame_the_chat(site):
    response = Client().get("/embed/oakfield/")
    assert f"frame-ancestors {INTRANET};" in f"{response.headers['Content-Security-Policy']};"
    assert "X-Frame-Options" not in response.headers
    assert "script-src 'self';" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/chat/oakfield/", "/console/login/", "/policies/oakfield/", "/embed.js"])
def test_nothing_else_can_be_framed(site, path):
    response = Client().get(path)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("school", [ELMHURST.school, "nowhere"])
def test_a_school_that_lists_no_website_has_no_such_page(site, school):
    assert Client().get(f"/embed/{school}/").status_code == 404
    assert ask(opened(), school=school).status_code == 404


def test_a_question_is_answered_without_any_cookie(site):
    browser = Client()
    page = browser.get("/embed/oakfield/")
    response = browser.post("/embed/oakfield/messages", {"text": "Where do phones go?", "conversation": token_of(page)})
    assert response.status_code == 200
    assert "Where do phones go?" in response.content.decode()
    assert not browser.cookies
    assert f"frame-ancestors {INTRANET}" in response.headers["Content-Security-Policy"]


def test_the_conversation_goes_on_from_page_to_page(site):
    second = ask(token_of(ask(opened(), "first question")), "second question").content.decode()
    assert "first question" in second
    assert "second question" in second
    assert QuestionRecord.objects.values("conversation").distinct().count() == 1


def test_a_new_chat_shows_nothing_of_the_old_one(site):
    token = token_of(ask(opened(), "first question"))
    page = Client().post("/embed/oakfield/new", {"conversation": token, "role": "visitor"})
    assert "first question" not in page.content.decode()
    assert "first question" not in ask(token_of(page), "second question").content.decode()


def test_the_script_gets_the_exchange_alone(site):
    response = ask(opened(), headers=FETCH)
    assert response.headers["X-Signpost-Fragment"] == "exchange"
    assert "<html" not in response.content.decode()


def test_what_was_said_can_be_shown_again_to_whoever_has_the_token(site):
    token = token_of(ask(opened(), "first question"))
    response = Client().get("/embed/oakfield/history", headers={HEADER: token})
    assert "first question" in response.content.decode()
    assert "second" in ask(response.headers[HEADER], "second").content.decode()


def test_what_people_did_since_is_told_to_whoever_has_the_token(site):
    token = token_of(ask(opened(), "A pupil told me that her uncle hits her."))
    reply_to_review_item(member("lead", oakfield="safeguarding_lead"), ReviewItem.objects.get(), "Come to my office.")
    assert "Come to my office." in Client().get("/embed/oakfield/news", headers={HEADER: token}).content.decode()
    assert Client().get("/embed/oakfield/news", headers={HEADER: opened()}).content == b""


@pytest.mark.parametrize("kind", ["none", "made up", "cut off"])
def test_without_a_token_of_ours_nothing_is_asked(site, kind):
    token = {"none": "", "made up": "x:y:z", "cut off": opened()[:-2]}[kind]
    response = ask(token, "kept for the asker")
    assert response.status_code == 403
    assert "kept for the asker</textarea>" in response.content.decode()
    assert ask(token, headers=FETCH).headers["X-Signpost-Problem"]
    assert Client().get("/embed/oakfield/history", headers={HEADER: token}).status_code == 403
    assert Client().post("/embed/oakfield/new", {"conversation": token}).status_code == 403
    assert not QuestionRecord.objects.exists()


def test_a_token_of_one_school_is_none_of_another(site):
    store = ClauseStore(site.SIGNPOST.index)
    store.write(
        School(profile=ELMHURST.model_copy(update={"embed_on": ("https://elmhurst.example.org",)}), documents=())
    )
    assert ask(opened(), school="elmhurst").status_code == 403
    assert not QuestionRecord.objects.exists()


def test_a_token_lasts_as_long_as_a_conversation(site, monkeypatch):
    token, made = opened(), time.time()
    for hours, status in ((11.9, 200), (12.1, 403)):
        later = SimpleNamespace(time=lambda hours=hours: made + hours * 3600)
        monkeypatch.setattr("django.core.signing.time", later)
        assert ask(token).status_code == status


def test_no_cookie_stands_in_for_the_token(site):
    """A website that forges a request may bring the browser's cookies with it, but never the token."""
    browser = Client()
    browser.force_login(member("lead", oakfield="safeguarding_lead"))
    browser.get("/chat/oakfield/")
    browser.post("/chat/oakfield/messages", {"text": "in the chat itself"})
    response = browser.post("/embed/oakfield/messages", {"text": "forged"})
    assert response.status_code == 403
    assert "in the chat itself" not in response.content.decode()
    assert [record.text for record in QuestionRecord.objects.all()] == ["in the chat itself"]


def test_who_is_not_let_in_reads_how_to_get_in_and_whom_to_call(closed):
    response = Client().get("/embed/oakfield/")
    page = response.content.decode()
    assert response.status_code == 403
    assert f"frame-ancestors {INTRANET}" in response.headers["Content-Security-Policy"]
    assert '<base target="_blank">' in page
    assert "Scan the poster" in page
    assert "call 999" in page


def test_an_account_of_the_school_opens_it_where_the_browser_sends_its_cookie(closed):
    browser = Client()
    browser.force_login(member("lead", oakfield="safeguarding_lead"))
    token = token_of(browser.get("/embed/oakfield/"))
    assert browser.post("/embed/oakfield/messages", {"text": "Phones?", "conversation": token}).status_code == 200
    assert ask(token).status_code == 403


def test_a_link_named_by_the_website_opens_it_in_its_role_until_it_is_revoked(closed):
    made = link()
    page = Client().get(f"/embed/oakfield/?link={link_code(made)}")
    assert '<option value="volunteer" selected>' in page.content.decode()
    token = token_of(ask(token_of(page), role="volunteer"))
    revoke_link(made.created_by, made.pk)
    assert ask(token).status_code == 403
    assert QuestionRecord.objects.count() == 1


def test_a_link_of_another_school_opens_nothing(closed):
    assert Client().get(f"/embed/oakfield/?link={link_code(link(school='elmhurst'))}").status_code == 403


def test_codes_cannot_be_guessed_in_the_frame_either(closed):
    made = link()
    for number in range(20):
        Client().get(f"/embed/oakfield/?link=wrong{number}")
    assert Client().get(f"/embed/oakfield/?link={link_code(made)}").status_code == 403


def test_what_cannot_be_taken_in_is_said_in_the_frame(site):
    response = ask(opened(), " ")
    assert response.status_code == 422
    assert "Please type your question first." in response.content.decode()


def test_the_script_may_be_kept_for_an_hour_by_any_website(site):
    response = Client().get("/embed.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
