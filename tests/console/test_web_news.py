"""What a safeguarding lead does reaches the page of the person who asked: on the open page, and on the next load."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.test import Client

from bot.channels.web import WebConversation
from bot.console import chat_page, chat_views, policy_shelf
from bot.questions.models import ReviewItem
from bot.questions.triage import close_review_item, look_at_review_item, reply_to_review_item
from tests.channels.gateway_fixtures import dialogue, gateway
from tests.questions.people import member

__all__ = ["dialogue", "gateway"]

pytestmark = pytest.mark.django_db(transaction=True)

CONCERN = "a child told me her dad hits her"
REPLY = "Thank you.\nI <b>have</b> rung the family."


@pytest.fixture
def asker(gateway, monkeypatch):
    """A browser in the web chat of the gateway's schools."""
    shelf = policy_shelf.PolicyShelf(gateway.SIGNPOST.index)
    monkeypatch.setattr(chat_views, "policy_shelf", lambda: shelf)
    browser = Client()
    browser.post("/chat/oakfield/messages", {"text": CONCERN})
    return browser


def lead(**changes):
    return member("okafor", name="Mrs Okafor", **({"oakfield": "safeguarding_lead"} | changes))


def page(browser):
    return browser.get("/chat/oakfield/").content.decode()


def news(browser, **headers):
    return browser.get("/chat/oakfield/news", headers=headers)


def test_nothing_is_told_before_anybody_did_anything(asker):
    assert news(asker).content == b""


def test_a_reply_is_fetched_by_the_open_page_with_the_question_it_answers(asker):
    reply_to_review_item(lead(), ReviewItem.objects.get(), REPLY)
    told = news(asker).content.decode()
    assert CONCERN in told
    assert "have" in told


def test_a_reply_is_shown_as_a_persons_answer_of_its_day(asker):
    reply_to_review_item(lead(), ReviewItem.objects.get(), REPLY)
    ReviewItem.objects.update(replied_at=datetime(2026, 9, 3, 9, 0, tzinfo=UTC))
    for markup in (page(asker), news(asker).content.decode()):
        assert "Your safeguarding lead’s answer, 3 September 2026" in markup
        assert "It is not a quotation from a policy." in markup
        assert "<blockquote" not in markup


def test_a_reply_is_shown_literally(asker):
    reply_to_review_item(lead(), ReviewItem.objects.get(), REPLY)
    for markup in (page(asker), news(asker).content.decode()):
        assert "I &lt;b&gt;have&lt;/b&gt; rung the family." in markup


def test_who_has_seen_a_concern_is_fetched_by_the_open_page(asker):
    look_at_review_item(lead(), ReviewItem.objects.get().pk)
    assert "Seen by Mrs Okafor, Designated Safeguarding Lead, at " in news(asker).content.decode()


def test_the_open_page_and_the_next_load_give_each_piece_of_news_the_same_key(asker):
    item, user = ReviewItem.objects.get(), lead()
    look_at_review_item(user, item.pk)
    reply_to_review_item(user, item, REPLY)
    keys = re.findall(r'data-news="([^"]+)"', news(asker).content.decode())
    assert len(keys) == 2
    assert keys == re.findall(r'data-news="([^"]+)"', page(asker))


def test_each_piece_of_news_stands_once_on_the_page_though_the_question_was_asked_twice(asker):
    asker.post("/chat/oakfield/messages", {"text": CONCERN})
    reply_to_review_item(lead(), ReviewItem.objects.get(), REPLY)
    assert page(asker).count("Your safeguarding lead’s answer") == 2  # the heading, and the name of its region


def test_the_head_who_replies_to_an_allegation_is_not_called_the_safeguarding_lead(gateway, asker):
    asker.post("/chat/oakfield/messages", {"text": "a teaching assistant hit a child"})
    waiting = ReviewItem.objects.get(kind=ReviewItem.Kind.ALLEGATION)
    reply_to_review_item(lead(oakfield="head"), waiting, REPLY)
    assert "The head’s answer, " in page(asker)


def test_an_item_closed_without_a_reply_tells_nothing(asker):
    close_review_item(lead(), ReviewItem.objects.get())
    assert news(asker).content == b""


def test_nothing_new_costs_no_body(asker):
    reply_to_review_item(lead(), ReviewItem.objects.get(), REPLY)
    first = news(asker)
    again = news(asker, **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_another_browser_is_told_nothing(asker):
    reply_to_review_item(lead(), ReviewItem.objects.get(), REPLY)
    assert news(Client()).content == b""


def test_another_school_is_told_nothing_in_a_conversation_of_the_same_name(asker, monkeypatch):
    reply_to_review_item(lead(), ReviewItem.objects.get(), REPLY)
    conversation = ReviewItem.objects.get().question.conversation
    monkeypatch.setattr(chat_views, "find_conversation", lambda *_: WebConversation("elmhurst", conversation))
    assert news(asker).content == b""


def test_news_is_kept_by_no_cache(asker):
    assert news(asker).headers["Cache-Control"] == "no-store"


def test_an_open_page_is_told_to_come_back_while_the_record_cannot_be_read(asker, monkeypatch):
    def broken(*_):
        raise OperationalError("no such host")

    monkeypatch.setattr(chat_page, "read_conversation_news", broken)
    assert news(asker).status_code == 503
