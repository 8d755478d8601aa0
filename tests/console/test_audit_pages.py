"""The audit log as page and file: to each reader what is theirs."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from bot.console.csv_file import harmless_cell
from bot.questions.audit import audit_review_item, write_audit_entry
from bot.questions.models import AuditEntry, ReviewItem, SchoolMembership
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind
ABOUT_HEAD = "concern about the head"


def page(client, user, query=""):
    client.force_login(user)
    return client.get(reverse("audit") + query).content.decode()


def exported(client, user, query=""):
    client.force_login(user)
    response = client.get(reverse("audit-export") + query)
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def looked(user, kind=Kind.UNANSWERED, school="oakfield"):
    return audit_review_item(user, AuditEntry.Action.LOOKED, item(school, kind, text=f"{school} {kind}"))


@pytest.mark.parametrize("read", [page, lambda *arguments: str(exported(*arguments))])
def test_the_head_meets_no_entry_about_an_allegation_about_the_head(client, read):
    chair, head = member("chair", oakfield="chair"), member("head", oakfield="head")
    looked(chair, Kind.ALLEGATION_ABOUT_HEAD)
    assert ABOUT_HEAD in read(client, chair).lower()
    assert ABOUT_HEAD not in read(client, head).lower()


@pytest.mark.parametrize("other", [role for role in SchoolMembership.Role.values if role != "head"])
def test_not_even_a_head_who_plays_another_part_too(client, other):
    looked(member("chair", oakfield="chair"), Kind.ALLEGATION_ABOUT_HEAD)
    both = member("both", oakfield=["head", other])
    assert ABOUT_HEAD not in str(exported(client, both)).lower()


def test_not_even_after_the_item_was_erased(client):
    looked(member("chair", oakfield="chair"), Kind.ALLEGATION_ABOUT_HEAD)
    ReviewItem.objects.get().question.delete()
    assert "item" not in str(exported(client, member("head", oakfield="head")))


def test_not_even_an_entry_of_ones_own_from_before_one_was_head(client):
    person = member("person", oakfield="chair")
    looked(person, Kind.ALLEGATION_ABOUT_HEAD)
    SchoolMembership.objects.update(role="head")
    assert ABOUT_HEAD not in str(exported(client, person)).lower()


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("safeguarding_lead", {Kind.UNANSWERED, Kind.CONCERN}),
        ("deputy", {Kind.UNANSWERED, Kind.CONCERN}),
        ("head", {Kind.UNANSWERED, Kind.CONCERN, Kind.ALLEGATION}),
        ("chair", {Kind.ALLEGATION_ABOUT_HEAD}),
        ("trust_lead", set()),
        ("administrator", set()),
    ],
)
def test_entries_about_items_are_for_those_who_may_see_the_items(client, role, kinds):
    writer = member("writer", elmhurst="deputy")
    for kind in (Kind.UNANSWERED, Kind.CONCERN, Kind.ALLEGATION, Kind.ALLEGATION_ABOUT_HEAD):
        looked(writer, kind)
    shown = str(exported(client, member("reader", oakfield=role)))
    assert {kind for kind in Kind if f"({kind.label.lower()})" in shown} == kinds


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("safeguarding_lead", True),
        ("chair", True),
        ("administrator", True),
        ("deputy", False),
        ("head", False),
        ("trust_lead", False),
    ],
)
def test_changes_of_people_are_for_those_who_answer_for_them(client, role, sees):
    deputy = member("somebody-else", oakfield="deputy")
    write_audit_entry(None, AuditEntry.Action.ADDED_MEMBER, "oakfield", f"user:{deputy.pk}:deputy")
    assert ("somebody-else" in str(exported(client, member("reader", oakfield=role)))) is sees


def test_sign_ins_at_another_school_are_out_of_sight(client):
    client.force_login(member("elmhurst-deputy", elmhurst="deputy"))
    shown = str(exported(client, member("admin", oakfield="administrator")))
    assert "elmhurst-deputy" not in shown


def test_everybody_sees_what_they_did_themselves(client):
    assert "Signed in" in {row["What"] for row in exported(client, member("trust", oakfield="trust_lead"))}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?action=closed", 1),
        ("?action=replied", 0),
        ("?who=LEAD", 2),
        ("?who=nobody", 0),
        ("?since=2020-01-01&until=2020-02-01", 0),
        ("?since=nonsense", 0),
        ("?school=elmhurst", 0),
    ],
)
def test_the_log_can_be_narrowed(client, query, count):
    lead = member("lead", oakfield="safeguarding_lead")
    for action in (AuditEntry.Action.LOOKED, AuditEntry.Action.CLOSED):
        audit_review_item(lead, action, item(text=action))
    about_items = [row for row in exported(client, lead, query) if row["Of what"].startswith("item ")]
    assert len(about_items) == count


def test_looking_at_the_log_and_exporting_it_are_written_down(client):
    lead = member("lead", oakfield="safeguarding_lead")
    page(client, lead)
    exported(client, lead)
    written = AuditEntry.objects.filter(subject="audit_log").values_list("action", flat=True)
    assert sorted(written) == ["exported", "looked"]


def test_looking_at_the_queue_is_written_down(client):
    client.force_login(member("lead", oakfield="safeguarding_lead"))
    client.get(reverse("console"))
    assert AuditEntry.objects.latest("number").subject == "review_list"


def test_a_user_name_that_is_a_formula_is_exported_as_text(client):
    rows = exported(client, member("@SUM(1+1)", oakfield="safeguarding_lead"))
    assert rows[0]["Who"] == "'@SUM(1+1)"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_a_cell_that_could_be_a_formula_is_made_text(text):
    assert harmless_cell(text) == f"'{text}"


def test_other_cells_stay_as_they_are():
    assert harmless_cell("item 1 (=)") == "item 1 (=)"


def test_a_long_log_has_pages(client):
    lead = member("lead", oakfield="safeguarding_lead")
    for number in range(101):
        write_audit_entry(lead, AuditEntry.Action.LOOKED, "oakfield", f"thing {number}")
    assert "Page 1 of 2" in page(client, lead)
    assert "thing 0<" in page(client, lead, "?page=2")
