"""docs/access.md, walked: every address, as everybody it lists."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from bot.approved_answers.models import ApprovedAnswer
from bot.console import (
    approved_views,
    chat_views,
    coverage_views,
    embed_views,
    figures_views,
    policy_views,
    report_reading,
    web_link_views,
)
from bot.console.policy_shelf import PolicyShelf
from bot.datatypes.policy import School
from bot.index.clause_store import ClauseStore
from bot.questions.models import ReviewItem, SchoolMembership
from bot.questions.web_links import make_link
from bot.retention.holds import hold_period
from tests.browser.invented_school import LARKFIELD
from tests.channels.gateway_fixtures import OAKFIELD
from tests.docs.pages import page, rows
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

HEADER = (
    "| address | name | signed out | lead | deputy | head | chair | trust lead | administrator | no part | elsewhere |"
)
PEOPLE = HEADER.strip("| ").split(" | ")[2:]
ROWS = rows(page("docs/access.md"), HEADER)
PARTS = {
    "lead": "safeguarding_lead",
    "deputy": "deputy",
    "head": "head",
    "chair": "chair",
    "trust lead": "trust_lead",
    "administrator": "administrator",
}
KINDS = {
    "policy question": ReviewItem.Kind.UNANSWERED,
    "concern about a child": ReviewItem.Kind.CONCERN,
    "concern about an adult": ReviewItem.Kind.ALLEGATION,
    "concern about the head": ReviewItem.Kind.ALLEGATION_ABOUT_HEAD,
}
VALUES = {
    "school": "larkfield",
    "document_id": "phones",
    "clause_id": "c-locker",
    "provider_id": "entra",
    "code": "wrong",
    "file_format": "csv",
    "month": "2026-11",
}
ONLY_POSTED = (
    "api-messages",
    "chat-messages",
    "chat-new",
    "embed-messages",
    "embed-new",
    "hold-release",
    "web-link-revoke",
)


def routes(patterns, before="/"):
    """Every address below ``patterns`` with its name."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name
        else:
            yield from routes(pattern.url_patterns, route)


def listed(cell):
    """A cell of the second column: name and, for a review item, what it is about."""
    name, variant = re.fullmatch(r"`([\w-]+)`(?:: (.+))?", cell).groups()
    return name, variant


def test_the_page_lists_every_address_and_no_other():
    shown = {(address.strip("`"), listed(cell)[0]) for address, cell, *_ in ROWS}
    assert shown == set(routes(get_resolver().url_patterns))


def test_every_address_that_is_not_for_everybody_is_under_the_console():
    closed = [address for address, _, *answers in ROWS if "sign in" in answers]
    assert closed
    assert not [address for address in closed if not address.startswith("`/console/")]


@pytest.fixture(autouse=True)
def policies(monkeypatch, tmp_path):
    ClauseStore(tmp_path).write(LARKFIELD)
    ClauseStore(tmp_path).write(School(profile=OAKFIELD, documents=()))
    shelf = PolicyShelf(tmp_path)
    serving = (approved_views, chat_views, coverage_views, embed_views, figures_views, policy_views, report_reading)
    for views in (*serving, web_link_views):
        monkeypatch.setattr(views, "policy_shelf", lambda: shelf)


def visitor(who):
    """A browser of one of the people of the page."""
    client = Client()
    if who == "elsewhere":
        client.force_login(member("visitor", elmhurst=list(PARTS.values())))
    elif who in PARTS:
        client.force_login(member("visitor", oakfield=PARTS[who]))
    elif who == "no part":
        client.force_login(member("visitor"))
    return client


def address_of(route, variant):
    values = VALUES | {"item_id": _waiting(KINDS[variant]).pk if variant else 0}
    if route.startswith("/console/"):
        values["school"] = "oakfield"  # where they play their parts
    values["link_id"] = _link().pk if "link_id" in route else None
    values["answer_id"] = _approved().pk if "answer_id" in route else None
    values["hold_id"] = _hold().pk if "hold_id" in route else None
    return re.sub(r"<\w+:(\w+)>", lambda found: str(values[found.group(1)]), route)


def _waiting(kind):
    return item("oakfield", kind, text=f"{kind} {ReviewItem.objects.count()}")


def _link():
    lead = User.objects.filter(username="maker").first() or member("maker", oakfield="safeguarding_lead")
    return make_link(lead, "oakfield", label="Fair", role="volunteer", days=1)


def _approved():
    return ApprovedAnswer.objects.create(school="oakfield", question="May I vape?", text="Not on site.")


def _hold():
    lead = User.objects.filter(username="holder").first() or member("holder", oakfield="safeguarding_lead")
    now = timezone.now()
    return hold_period(lead, "oakfield", now - timedelta(days=1), now, "Inspection")


def answer(response):
    if response.status_code in {301, 302} and response.url.startswith(reverse("account_login")):
        return "sign in"
    return {404: "hidden", 401: "token"}.get(response.status_code, "open")


def walked(client):
    """What each address of the page answers, by the cell that names it."""
    found = {}
    for route, cell, *_ in ROWS:
        name, variant = listed(cell)
        address = address_of(route.strip("`"), variant)
        found[cell] = answer(client.post(address) if name in ONLY_POSTED else client.get(address))
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_answers_each_person_as_the_page_says(who):
    said = {cell: answers[PEOPLE.index(who)] for _, cell, *answers in ROWS}
    assert walked(visitor(who)) == said


@pytest.mark.parametrize("who", PEOPLE)
def test_a_reply_is_taken_from_those_alone_who_may_read(who):
    client = visitor(who)
    for route, cell, *answers in ROWS:
        name, variant = listed(cell)
        if name == "review-item":
            client.post(address_of(route.strip("`"), variant), {"do": "reply", "reply": "Not on site."})
            is_answered = ReviewItem.objects.latest("pk").status == ReviewItem.Status.ANSWERED
            assert is_answered is (answers[PEOPLE.index(who)] == "open"), cell


@pytest.mark.parametrize("who", PEOPLE[1:])
def test_what_is_forbidden_looks_like_what_does_not_exist(who):
    client = visitor(who)
    unknown = client.get("/console/nothing-of-the-kind/")
    assert unknown.status_code == 404
    for address, cell, *answers in ROWS:
        name, variant = listed(cell)
        if answers[PEOPLE.index(who)] == "hidden" and name in {"review-item", "people", "figures", "audit"}:
            assert client.get(address_of(address.strip("`"), variant)).content == unknown.content


@pytest.mark.parametrize("others", [[role] for role in SchoolMembership.Role.values if role != "head"])
def test_a_head_never_opens_a_concern_about_the_head(client, others):
    client.force_login(member("head", oakfield=["head", *others]))
    about_head = item(kind=ReviewItem.Kind.ALLEGATION_ABOUT_HEAD, text="marker words")
    assert client.get(reverse("review-item", args=[about_head.pk])).status_code == 404
    for query in ("", "?status=all", "?school=oakfield", "?status=open&page=1"):
        assert "marker words" not in client.get(reverse("console") + query).content.decode()


def test_no_figure_changes_when_a_concern_comes(client):
    client.force_login(member("head", oakfield="head"))
    before = client.get(reverse("figures")).context["figures"]
    for kind in (ReviewItem.Kind.CONCERN, ReviewItem.Kind.ALLEGATION, ReviewItem.Kind.ALLEGATION_ABOUT_HEAD):
        item(kind=kind, text=kind)
    assert client.get(reverse("figures")).context["figures"] == before


def test_figures_count_what_waits_without_a_word_of_it(client):
    client.force_login(member("trust", oakfield="trust_lead", elmhurst="trust_lead"))
    item(text="marker words")
    response = client.get(reverse("figures"))
    assert [(school.school, school.waiting) for school in response.context["figures"]] == [
        ("elmhurst", 0),
        ("oakfield", 1),
    ]
    assert "marker words" not in response.content.decode()
