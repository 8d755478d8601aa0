"""What people may see and do, and what is written down of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from bot.questions.access import access_review_item, visible_review_items
from bot.questions.models import AuditEntry, ReviewItem
from bot.questions.triage import (
    ReviewItemClosedError,
    close_review_item,
    look_at_review_item,
    reply_to_review_item,
)
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind
QUEUE = {Kind.PARTLY, Kind.UNANSWERED, Kind.UNHELPFUL, Kind.ASKED_FOR_LEAD, Kind.CONCERN}


@pytest.fixture
def lead():
    return member("lead", oakfield="safeguarding_lead")


def test_a_lead_sees_the_items_of_their_school_alone(lead):
    own = item()
    item("elmhurst")
    assert list(visible_review_items(lead)) == [own]


@pytest.mark.parametrize(
    ("roles", "kinds"),
    [
        ("safeguarding_lead", QUEUE),
        ("deputy", QUEUE),
        ("head", QUEUE | {Kind.ALLEGATION}),
        ("chair", {Kind.ALLEGATION_ABOUT_HEAD}),
        (("safeguarding_lead", "head"), QUEUE | {Kind.ALLEGATION}),
        (("chair", "head"), QUEUE | {Kind.ALLEGATION}),
    ],
)
def test_each_role_sees_its_kinds_and_a_head_never_an_allegation_about_the_head(roles, kinds):
    for kind in Kind:
        item(kind=kind, text=kind.value)
    user = member("somebody", oakfield=roles)
    assert {seen.kind for seen in visible_review_items(user)} == kinds


@pytest.mark.parametrize("make", [AnonymousUser, lambda: member("nobody"), lambda: member("other", elmhurst="head")])
def test_who_does_not_belong_sees_nothing(make):
    item()
    assert not visible_review_items(make()).exists()


def test_a_user_who_was_switched_off_sees_nothing(lead):
    item()
    lead.is_active = False
    assert not visible_review_items(lead).exists()


def test_forbidden_and_unknown_look_the_same(lead):
    forbidden = item("elmhurst")
    for item_id in (forbidden.pk, 999_999):
        with pytest.raises(ReviewItem.DoesNotExist) as raised:
            access_review_item(lead, item_id)
        assert str(raised.value) == "ReviewItem matching query does not exist."


def test_a_reply_closes_the_item_and_is_audited(lead):
    waiting = item()
    closed = reply_to_review_item(lead, waiting, "  No, nowhere on site. ", category="policy_silent")
    assert (closed.reply, closed.status, closed.category) == ("No, nowhere on site.", "answered", "policy_silent")
    assert (closed.closed_by, closed.replied_by, closed.replied_as) == (lead, lead, "safeguarding_lead")
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.action, entry.subject) == (lead, "replied", f"review_item:{waiting.pk}")


def test_an_item_can_be_closed_without_a_reply(lead):
    assert close_review_item(lead, item()).status == "closed"
    assert AuditEntry.objects.get().action == "closed"


def test_looking_is_audited(lead):
    look_at_review_item(lead, item().pk)
    assert AuditEntry.objects.get().action == "looked"


def test_a_second_reply_changes_nothing(lead):
    waiting = item()
    reply_to_review_item(lead, waiting, "The first.")
    with pytest.raises(ReviewItemClosedError):
        reply_to_review_item(lead, waiting, "The second.")
    waiting.refresh_from_db()
    assert waiting.reply == "The first."
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("act", [close_review_item, lambda user, item: reply_to_review_item(user, item, "Hello.")])
def test_nobody_acts_on_an_item_of_another_school(lead, act):
    foreign = item("elmhurst")
    with pytest.raises(ReviewItem.DoesNotExist):
        act(lead, foreign)
    foreign.refresh_from_db()
    assert foreign.status == "open"
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_reply_must_have_words_and_an_end(lead, text):
    with pytest.raises(ValueError, match="reply"):
        reply_to_review_item(lead, item(), text)


def test_a_category_outside_the_list_is_refused(lead):
    with pytest.raises(ValueError, match="category"):
        close_review_item(lead, item(), category="whatever")


def test_a_write_without_its_audit_entry_does_not_happen(lead, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError

    waiting = item()
    monkeypatch.setattr("bot.questions.triage.audit_review_item", fail)
    with pytest.raises(RuntimeError):
        close_review_item(lead, waiting)
    waiting.refresh_from_db()
    assert waiting.status == "open"


def test_an_audit_entry_is_neither_changed_nor_deleted(lead):
    close_review_item(lead, item())
    entry = AuditEntry.objects.get()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_a_question_asked_again_after_its_item_was_closed_opens_another(lead):
    first = item()
    close_review_item(lead, first)
    assert item().pk != first.pk


def test_an_open_item_only_becomes_more_pressing():
    first = item(kind=Kind.CONCERN)
    again = item(kind=Kind.PARTLY)
    assert (again.pk, again.kind) == (first.pk, Kind.CONCERN)
