"""The pages about keeping: what goes next, holds, and the requests of a person."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from bot.datatypes.answer import Outcome
from bot.questions.audit_reading import visible_audit_entries
from bot.questions.models import AuditEntry, QuestionRecord, ReviewItem
from bot.retention.holds import visible_holds
from bot.retention.models import LegalHold
from tests.questions.people import member
from tests.retention.kept_rows import asked, closed

pytestmark = pytest.mark.django_db

PERSON = {"school": "oakfield", "known_by": "slack", "known_as": "U1"}
ABOUT_HEAD = Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD


@pytest.fixture
def browse(client):
    """Signs somebody in who plays these parts at Oakfield, and gives their browser."""

    def sign_in(role, **more):
        client.force_login(member(f"a-{role if isinstance(role, str) else 'many'}", oakfield=role, **more))
        return client

    return sign_in


def page(browser):
    return browser.get(reverse("keeping")).content.decode()


def place(browser, **given):
    return browser.post(reverse("keeping"), {"school": "oakfield", "reason": "Enquiry 7", **given})


def do(browser, deed):
    return browser.post(reverse("person-data"), {**PERSON, "do": deed})


def test_the_page_shows_what_goes_in_the_week_and_in_the_month(browse):
    asked(361)
    asked(350, text="May I park here?")
    response = browse("safeguarding_lead").get(reverse("keeping"))
    [row] = [row for row in response.context["kinds"] if row["kind"].name == "questions"]
    assert (row["week"], row["month"]) == (1, 2)


def test_a_hold_on_an_item_is_placed_shown_and_released(browse):
    asked(1, Outcome.UNANSWERED_NOT_IN_POLICY)
    browser = browse("safeguarding_lead")
    assert place(browser, about="item", item=ReviewItem.objects.get().pk).status_code == 302
    assert "Enquiry 7" in page(browser)
    browser.post(reverse("hold-release", args=[LegalHold.objects.get().pk]))
    assert LegalHold.objects.get().released_at
    assert [entry.action for entry in AuditEntry.objects.filter(subject__startswith="hold:")] == ["held", "released"]


def test_a_hold_on_a_period_ends_with_its_last_day(browse):
    today = timezone.localdate()
    place(browse("head"), about="period", since=f"{today}", until=f"{today}")
    hold = LegalHold.objects.get()
    assert (hold.until - hold.since).total_seconds() in {23 * 3600, 24 * 3600, 25 * 3600}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"about": "item"}, "This is needed"),
        ({"about": "item", "item": 999}, "There is no such item."),
        ({"about": "period", "since": "2026-02-02", "until": "2026-02-01"}, "ends before it begins"),
        ({"about": "person", "known_by": "slack", "known_as": "U1", "reason": " "}, "This field is required"),
        ({"about": "person", "known_by": "slack", "known_as": "U1", "school": "elmhurst"}, "Select a valid choice"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_in_words(browse, given, said):
    response = place(browse("safeguarding_lead"), **given)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not LegalHold.objects.exists()


def test_a_head_cannot_hold_an_allegation_about_the_head_nor_learn_of_it(browse):
    asked(1, ABOUT_HEAD)
    response = place(browse("head"), about="item", item=ReviewItem.objects.get().pk)
    assert "There is no such item." in response.content.decode()


@pytest.mark.parametrize("other", ["head", "safeguarding_lead", "deputy"])
@pytest.mark.parametrize("about", ["item", "person"])
def test_nobody_but_chairs_learns_of_a_chairs_hold(browse, client, other, about):
    asked(1, ABOUT_HEAD, user="U1")
    place(browse("chair"), about=about, item=ReviewItem.objects.get().pk, known_by="slack", known_as="U1")
    hold, curious = LegalHold.objects.get(), member("curious", oakfield=[other, "administrator"])
    assert not visible_holds(curious).exists()
    assert not visible_audit_entries(curious).filter(subject__startswith="hold:").exists()
    client.force_login(curious)
    assert "Enquiry 7" not in page(client)
    assert client.post(reverse("hold-release", args=[hold.pk])).status_code == 404


def test_a_deputy_sees_what_goes_and_places_no_hold(browse):
    browser = browse("deputy")
    assert "Place a hold" not in page(browser)
    assert place(browser, about="person", known_by="slack", known_as="U1").status_code == 404


def test_the_copy_holds_what_is_the_readers_to_see(browse):
    asked(1, user="U1", text="May I vape?")
    asked(1, ABOUT_HEAD, user="U1", text="marker of a concern")
    response = do(browse("head"), "copy")
    with zipfile.ZipFile(io.BytesIO(response.content)) as folder:
        said = "".join(folder.read(name).decode() for name in folder.namelist())
    assert "May I vape?" in said
    assert "marker" not in said


def test_a_concern_is_listed_as_held_and_not_exported_to_those_alone_who_may_see_it(browse):
    asked(1, Outcome.SAFEGUARDING_CONCERN, user="U1")
    assert "Held, not exported" in do(browse("safeguarding_lead"), "list").content.decode()


@pytest.mark.parametrize("deed", ["list", "erase"])
def test_the_page_reads_the_same_with_and_without_an_allegation_about_the_head(browse, deed):
    browser = browse(["head", "administrator"])
    without = do(browser, deed)
    asked(1, ABOUT_HEAD, user="U1")
    with_one = do(browser, deed)
    assert plain(with_one) == plain(without)
    assert QuestionRecord.objects.count() == 1


def plain(response):
    """The page without the token of its forms."""
    return [line for line in response.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]


def test_erasing_leaves_nothing_of_what_may_go(browse):
    closed(asked(1, Outcome.UNANSWERED_NOT_IN_POLICY, user="U1"), days=0)
    assert "Nothing is left" in do(browse("safeguarding_lead"), "erase").content.decode()
    assert not QuestionRecord.objects.exists()


def test_a_chair_deals_with_no_ordinary_question(browse):
    asked(1, user="U1")
    do(browse("chair"), "erase")
    assert QuestionRecord.objects.count() == 1
