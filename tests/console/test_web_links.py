"""Induction links: who makes and revokes them, whom they let in, and what everybody else sees."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from bot.console import chat_views, guess_limit, policy_shelf, web_access, web_link_views
from bot.questions.models import AuditEntry, QuestionRecord, WebLink
from bot.questions.web_links import link_code, make_link, revoke_link
from tests.channels.gateway_fixtures import TOKEN, dialogue, gateway
from tests.questions.people import member

__all__ = ["dialogue", "gateway"]

pytestmark = pytest.mark.django_db(transaction=True)

NEW = {"school": "oakfield", "label": "Summer fair helpers", "role": "volunteer", "days": "7"}


@pytest.fixture
def site(gateway, monkeypatch):
    """The gateway's schools, with a chat that only links and accounts open."""
    shelf = policy_shelf.PolicyShelf(gateway.SIGNPOST.index)
    for module in (chat_views, web_link_views):
        monkeypatch.setattr(module, "policy_shelf", lambda: shelf)
    gateway.SIGNPOST = replace(gateway.SIGNPOST, web_access="links", public_url="https://ask.example.org")
    cache.clear()
    yield gateway
    cache.clear()


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def link(user=None, school="oakfield", role="volunteer", days=7):
    return make_link(user or member("lead", oakfield="safeguarding_lead"), school, label="Fair", role=role, days=days)


def come_by(made):
    """A browser that opened a link."""
    browser = Client()
    browser.get(f"/i/{link_code(made)}")
    return browser


def test_without_a_link_the_chat_says_how_to_get_in_and_whom_to_call(site):
    response = Client().get("/chat/oakfield/")
    page = response.content.decode()
    assert response.status_code == 403
    assert "Scan the poster" in page
    assert "call 999" in page


def test_without_a_link_nothing_is_asked(site):
    response = Client().post("/chat/oakfield/messages", {"text": "Where do phones go?"})
    assert response.status_code == 403
    assert not QuestionRecord.objects.exists()


def test_open_page_of_somebody_who_was_shut_out_says_so(site):
    response = Client().post("/chat/oakfield/messages", {"text": "Phones?"}, headers={"X-Requested-With": "fetch"})
    assert response.headers["X-Signpost-Problem"]
    assert "scan the poster again" in response.content.decode()


def test_link_leads_to_the_chat_of_its_school_in_its_role(site):
    browser = Client()
    response = browser.get(f"/i/{link_code(link())}")
    assert response.headers["Location"] == "/chat/oakfield/"
    page = browser.get("/chat/oakfield/").content.decode()
    assert '<option value="volunteer" selected>' in page


def test_whoever_came_by_a_link_can_ask_and_finds_the_conversation_again(site):
    browser = come_by(link())
    browser.post("/chat/oakfield/messages", {"text": "Where do phones go?"})
    assert "Where do phones go?" in browser.get("/chat/oakfield/").content.decode()


def test_link_opened_again_keeps_the_conversation(site):
    made = link()
    browser = come_by(made)
    browser.post("/chat/oakfield/messages", {"text": "Where do phones go?"})
    browser.get(f"/i/{link_code(made)}")
    assert "Where do phones go?" in browser.get("/chat/oakfield/").content.decode()


def test_link_of_one_school_does_not_open_another(site):
    assert come_by(link()).get("/chat/elmhurst/").status_code == 403


def test_cookie_of_one_school_carried_to_another_is_not_believed(site):
    browser = come_by(link())
    browser.cookies["signpost_access"]["path"] = "/"
    assert browser.get("/chat/elmhurst/").status_code == 403


def test_made_up_cookie_is_not_believed(site):
    made = link()
    browser = Client()
    browser.cookies["signpost_access"] = f"oakfield {made.pk} staff:forged"
    assert browser.get("/chat/oakfield/").status_code == 403


def test_revoked_link_shuts_out_those_who_came_by_it(site):
    lead = member("lead", oakfield="safeguarding_lead")
    made = link(lead)
    browser = come_by(made)
    assert browser.get("/chat/oakfield/").status_code == 200
    revoke_link(lead, made.pk)
    assert browser.get("/chat/oakfield/").status_code == 403


def test_expired_link_shuts_out_those_who_came_by_it(site):
    made = link()
    browser = come_by(made)
    WebLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser.get("/chat/oakfield/").status_code == 403


def test_wrong_expired_and_revoked_codes_look_alike(site):
    lead = member("lead", oakfield="safeguarding_lead")
    revoked, expired = link(lead), link(lead)
    revoke_link(lead, revoked.pk)
    WebLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    answers = [Client().get(f"/i/{code}") for code in ("made-up", link_code(revoked), link_code(expired))]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


def test_guessing_is_slowed(site):
    for number in range(guess_limit.WRONG_LIMIT):
        assert Client().get(f"/i/wrong-{number}").status_code == 404
    response = Client().get(f"/i/{link_code(link())}")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "600"


def test_guessing_from_one_address_slows_no_other(site):
    for number in range(guess_limit.WRONG_LIMIT):
        Client(REMOTE_ADDR="192.0.2.7").get(f"/i/wrong-{number}")
    assert Client(REMOTE_ADDR="192.0.2.8").get(f"/i/{link_code(link())}").status_code == 302


def test_member_of_the_school_enters_without_a_link(site):
    assert signed_in(member("head", oakfield="head")).get("/chat/oakfield/").status_code == 200


def test_member_of_another_school_does_not_enter(site):
    assert signed_in(member("head", elmhurst="head")).get("/chat/oakfield/").status_code == 403


def test_open_chat_asks_for_no_link(site):
    site.SIGNPOST = replace(site.SIGNPOST, web_access="open")
    assert Client().get("/chat/oakfield/").status_code == 200


def test_api_asks_for_its_token_alone(site, client):
    body = {"school": "oakfield", "conversation": "c-1", "text": "Where do phones go?"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert client.post("/api/v1/messages", body, content_type="application/json", headers=headers).status_code == 200


def test_whoever_was_let_in_stays_in_while_the_database_is_away(site, monkeypatch):
    def broken(*_):
        raise OperationalError("no such host")

    browser = come_by(link())
    monkeypatch.setattr(web_access, "is_open_link", broken)
    assert browser.get("/chat/oakfield/").status_code == 200
    assert Client().get("/chat/elmhurst/").status_code == 403


def test_lead_makes_a_link_and_gets_its_poster(site):
    browser = signed_in(member("lead", oakfield="safeguarding_lead"))
    poster = browser.post("/console/links/", NEW, follow=True).content.decode()
    address = re.search(r"https://ask\.example\.org(/i/[\w-]+)", poster)
    assert "Oakfield Primary School" in poster
    assert "<svg" in poster
    assert Client().get(address[1]).headers["Location"] == "/chat/oakfield/"


def test_poster_can_be_printed_again(site):
    browser = signed_in(member("lead", oakfield="safeguarding_lead"))
    browser.post("/console/links/", NEW)
    address = f"/console/links/{WebLink.objects.get().pk}/poster"
    first, again = (re.findall(r"/i/[\w-]+", browser.get(address).content.decode()) for _ in range(2))
    assert first == again != []


def test_poster_cannot_be_printed_once_the_secret_key_is_another(site):
    lead = member("lead", oakfield="safeguarding_lead")
    made = link(lead)
    site.SECRET_KEY = "another-key-" * 5
    page = signed_in(lead).get(f"/console/links/{made.pk}/poster", follow=True).content.decode()
    assert "cannot be printed again" in page


def test_code_is_nowhere_in_the_database(site):
    made = link()
    code = link_code(made)
    assert all(code not in str(value) for value in WebLink.objects.values_list().get())


def test_making_and_revoking_are_in_the_audit_log(site):
    lead = member("lead", oakfield="safeguarding_lead")
    browser = signed_in(lead)
    browser.post("/console/links/", NEW)
    made = WebLink.objects.get()
    browser.post(f"/console/links/{made.pk}/revoke")
    browser.post(f"/console/links/{made.pk}/revoke")
    entries = AuditEntry.objects.filter(subject=f"web_link:{made.pk}", user=lead, school="oakfield")
    assert sorted(entries.values_list("action", flat=True)) == ["made_link", "revoked_link"]


def test_list_says_what_each_link_is_and_no_more_to_another_school(site):
    link()
    other = signed_in(member("other", elmhurst="safeguarding_lead")).get("/console/links/").content.decode()
    assert "Fair" not in other
    assert "oakfield" not in other


@pytest.mark.parametrize("way", ["poster", "revoke"])
def test_link_of_another_school_looks_like_none(site, way):
    made = link()
    browser = signed_in(member("other", elmhurst="head"))
    address = f"/console/links/{made.pk}/{way}"
    assert (browser.get(address) if way == "poster" else browser.post(address)).status_code == 404
    assert WebLink.objects.get().revoked_at is None


def test_link_cannot_be_made_for_another_school(site):
    browser = signed_in(member("other", elmhurst="head"))
    assert browser.post("/console/links/", NEW).status_code == 422
    with pytest.raises(PermissionError):
        link(member("third", elmhurst="head"))
    assert not WebLink.objects.exists()


def test_chair_of_governors_makes_no_links(site):
    assert signed_in(member("chair", oakfield="chair")).get("/console/links/").status_code == 404


def test_administrator_makes_links(site):
    assert signed_in(member("admin", oakfield="administrator")).post("/console/links/", NEW).status_code == 302


@pytest.mark.parametrize("wrong", [{"label": " "}, {"role": "head"}, {"days": "100000"}])
def test_link_is_refused_with_what_is_wrong(site, wrong):
    browser = signed_in(member("lead", oakfield="safeguarding_lead"))
    response = browser.post("/console/links/", NEW | wrong)
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert not WebLink.objects.exists()


def test_label_is_shown_literally(site):
    lead = member("lead", oakfield="safeguarding_lead")
    make_link(lead, "oakfield", label="<b>Fair</b>", role="visitor", days=1)
    assert "&lt;b&gt;Fair&lt;/b&gt;" in signed_in(lead).get("/console/links/").content.decode()


def test_links_are_for_signed_in_people_alone(site):
    for address in ("/console/links/", f"/console/links/{link().pk}/poster"):
        assert "/console/login/" in Client().get(address).headers["Location"]
