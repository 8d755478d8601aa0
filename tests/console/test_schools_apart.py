"""Nothing of one school reaches another in a browser, in a frame or through the API: every pair of schools, crossed."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from django.core import signing
from django.test import Client

from bot.console import chat_views, embed_views, policy_shelf
from bot.console.framed_chat import HEADER
from bot.datatypes.policy import School, SchoolProfile
from bot.index.clause_store import ClauseStore
from tests.channels.fake_dialogue import answered
from tests.channels.gateway_fixtures import TOKEN, dialogue, forget_services, gateway

__all__ = ["dialogue", "gateway"]

pytestmark = pytest.mark.django_db(transaction=True)

SCHOOLS = ("ashby", "birchwood", "cedars")
PAIRS = list(permutations(SCHOOLS, 2))


@pytest.fixture(autouse=True)
def schools(gateway, dialogue, monkeypatch):
    """Three schools that any website of theirs may frame; each is answered with its name."""
    store = ClauseStore(gateway.SIGNPOST.index)
    for school in SCHOOLS:
        profile = SchoolProfile(school=school, name=school.title(), embed_on=(f"https://{school}.example.org",))
        store.write(School(profile=profile, documents=()))
    forget_services()
    shelf = policy_shelf.PolicyShelf(gateway.SIGNPOST.index)
    for module in (chat_views, embed_views):
        monkeypatch.setattr(module, "policy_shelf", lambda: shelf)
    dialogue.reply = lambda turn: [answered(text=f"answer of {turn['school']}", answer=None)]
    return dialogue


def secret(school):
    return f"What does {school} say of phones?"


def token_of(response):
    return re.search(r'name="conversation" value="([^"]+)"', response.content.decode()).group(1)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_in_the_chat(schools, one, other):
    browser = Client()
    browser.post(f"/chat/{one}/messages", {"text": secret(one)})
    cookie = browser.cookies["signpost_conversation"]
    cookie["path"] = f"/chat/{other}/"
    page = browser.post(f"/chat/{other}/messages", {"text": "And a watch?"}, follow=True).content.decode()
    assert f"answer of {other}" in page
    assert one not in page
    assert schools.turns[-1]["last_question"] is None
    assert browser.get(f"/chat/{other}/news").content == b""


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_in_a_frame(schools, one, other):
    browser = Client()
    asked = {"text": secret(one), "conversation": token_of(browser.get(f"/embed/{one}/"))}
    token = token_of(browser.post(f"/embed/{one}/messages", asked))
    carried = browser.post(f"/embed/{other}/messages", {"text": "And a watch?", "conversation": token})
    assert carried.status_code == 403
    assert one not in carried.content.decode()
    for path in ("history", "news"):
        assert browser.get(f"/embed/{other}/{path}", headers={HEADER: token}).status_code == 403
    assert len(schools.turns) == 1
    assert f"https://{one}.example.org" not in browser.get(f"/embed/{other}/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_through_the_api(schools, one, other):
    def ask(school, text):
        body = {"school": school, "conversation": "the same", "text": text}
        headers = {"Authorization": f"Bearer {TOKEN}"}
        reply = Client().post("/api/v1/messages", body, content_type="application/json", headers=headers)
        return reply.json()["messages"][0]["text"]

    ask(one, secret(one))
    assert ask(other, "And a watch?") == f"answer of {other}"
    assert schools.turns[-1]["last_question"] is None
    assert schools.turns[-1]["conversation"] != schools.turns[0]["conversation"]


def test_a_token_that_says_another_school_is_not_signed_by_us():
    forged = signing.TimestampSigner(key="another key").sign_object(["ashby", "c", "", None])
    assert Client().get("/embed/ashby/history", headers={HEADER: forged}).status_code == 403
