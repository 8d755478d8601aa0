"""Owners, notes, groups and replies to many: what each may do, and that all of it or nothing is done."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction

from bot.questions.access import visible_review_items
from bot.questions.assignments import (
    NothingWaitsError,
    NotTheirsToSeeError,
    assign_review_item,
    possible_owners,
)
from bot.questions.bulk_triage import assign_review_items, categorise_review_items, close_review_items
from bot.questions.item_notes import NOTE_LIMIT, categorise_review_item, note_on_review_item
from bot.questions.membership import take_part
from bot.questions.models import AuditEntry, QuestionGroup, ReviewItem, SchoolMembership
from bot.questions.review_groups import same_question_items, take_out_of_group
from bot.questions.triage import (
    ReviewItemClosedError,
    ReviewItemWaitsError,
    close_review_item,
    reopen_review_item,
    reply_to_all_who_asked,
    reply_to_review_item,
)
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind
mark_answered = import_module("bot.questions.migrations.0009_answered_items").mark_answered


@pytest.fixture
def lead():
    return member("lead", oakfield="safeguarding_lead")


@pytest.fixture
def head():
    return member("head", oakfield="head")


def group(*items):
    """Put items into one group."""
    made = QuestionGroup.objects.create(school=items[0].school)
    ReviewItem.objects.filter(pk__in=[one.pk for one in items]).update(group=made)
    for one in items:
        one.refresh_from_db()
    return list(items)


def actions():
    return list(AuditEntry.objects.order_by("number").values_list("action", "subject"))


def statuses():
    return list(ReviewItem.objects.order_by("pk").values_list("status", flat=True))


def test_an_item_is_given_to_somebody_who_may_see_it(lead):
    deputy = member("deputy", oakfield="deputy")
    given = assign_review_item(lead, item(), deputy)
    assert (given.owner, given.status) == (deputy, "assigned")
    assert actions() == [("assigned", f"review_item:{given.pk}")]


def test_an_item_given_to_nobody_is_open_again(lead):
    waiting = assign_review_item(lead, item(), lead)
    given = assign_review_item(lead, waiting, None)
    assert (given.owner, given.status) == (None, "open")


@pytest.mark.parametrize(
    ("kind", "owner"),
    [
        (Kind.UNANSWERED, {"oakfield": "chair"}),
        (Kind.UNANSWERED, {"oakfield": "administrator"}),
        (Kind.UNANSWERED, {"elmhurst": "safeguarding_lead"}),
        (Kind.ALLEGATION, {"oakfield": "safeguarding_lead"}),
        (Kind.ALLEGATION, {"oakfield": "deputy"}),
        (Kind.ALLEGATION, {"oakfield": "chair"}),
    ],
)
def test_nobody_is_given_what_they_may_not_see(head, kind, owner):
    waiting, other = item(kind=kind), member("other", **owner)
    with pytest.raises(NotTheirsToSeeError):
        assign_review_item(head, waiting, other)
    assert other not in possible_owners(waiting)
    assert statuses() == ["open"]
    assert actions() == []


def test_a_head_is_never_offered_an_allegation_about_the_head():
    member("both", oakfield=["head", "chair"])
    chair = member("chair", oakfield="chair")
    assert possible_owners(item(kind=Kind.ALLEGATION_ABOUT_HEAD)) == [chair]


def test_what_was_closed_is_given_to_nobody(lead):
    waiting = item()
    close_review_item(lead, waiting)
    with pytest.raises(NothingWaitsError):
        assign_review_item(lead, waiting, lead)


def test_an_item_that_turns_into_an_allegation_leaves_its_owner_and_its_group(lead):
    waiting, _ = group(item(text="one"), item(text="other"))
    assign_review_item(lead, waiting, lead)
    item(kind=Kind.ALLEGATION, text="one")
    waiting.refresh_from_db()
    assert (waiting.kind, waiting.owner, waiting.status, waiting.group) == (Kind.ALLEGATION, None, "open", None)


def test_an_item_that_turns_into_a_concern_keeps_an_owner_who_may_see_it(lead):
    waiting = assign_review_item(lead, item(), lead)
    item(kind=Kind.CONCERN)
    waiting.refresh_from_db()
    assert (waiting.owner, waiting.status) == (lead, "assigned")


def test_the_same_words_of_one_conversation_are_one_item_while_it_is_assigned(lead):
    waiting = assign_review_item(lead, item(), lead)
    assert item().pk == waiting.pk


def test_who_loses_their_part_loses_their_items(lead):
    deputy = member("deputy", oakfield="deputy")
    waiting = assign_review_item(lead, item(), deputy)
    take_part(SchoolMembership.objects.get(user=deputy), by=lead)
    waiting.refresh_from_db()
    assert (waiting.owner, waiting.status) == (None, "open")


@pytest.mark.parametrize(
    "act",
    [
        lambda user, one: assign_review_item(user, one, user),
        lambda user, one: note_on_review_item(user, one, "A note."),
        lambda user, one: categorise_review_item(user, one, "policy_silent"),
        lambda user, one: reply_to_all_who_asked(user, one, "A reply."),
        reopen_review_item,
        close_review_item,
        take_out_of_group,
    ],
)
@pytest.mark.parametrize(
    ("who", "school", "kind"),
    [
        ("safeguarding_lead", "elmhurst", Kind.UNANSWERED),
        ("safeguarding_lead", "oakfield", Kind.ALLEGATION),
        ("deputy", "oakfield", Kind.ALLEGATION_ABOUT_HEAD),
        ("head", "oakfield", Kind.ALLEGATION_ABOUT_HEAD),
        ("chair", "oakfield", Kind.UNANSWERED),
        ("trust_lead", "oakfield", Kind.UNANSWERED),
        ("administrator", "oakfield", Kind.CONCERN),
    ],
)
def test_nobody_does_anything_to_what_they_may_not_see(act, who, school, kind):
    hidden, user = item(school, kind), member("user", oakfield=who)
    before = ReviewItem.objects.values().get()
    with pytest.raises(ReviewItem.DoesNotExist):
        act(user, hidden)
    assert ReviewItem.objects.values().get() == before
    assert actions() == []


def test_a_note_is_kept_and_audited_without_its_words(lead):
    noted = note_on_review_item(lead, item(), "  Ask the IT lead. ")
    assert noted.note == "Ask the IT lead."
    assert actions() == [("noted", f"review_item:{noted.pk}:note")]


def test_a_note_has_an_end(lead):
    with pytest.raises(ValueError, match="note"):
        note_on_review_item(lead, item(), "x" * (NOTE_LIMIT + 1))


def test_a_reply_goes_to_the_group_and_to_nobody_else(lead):
    first, second, third = group(*(item(text=text) for text in ("one", "two", "three")))
    apart = item(text="four")
    answered = reply_to_all_who_asked(lead, first, "No.", others=[second.pk, apart.pk])
    assert [one.pk for one in answered] == [first.pk, second.pk]
    assert {one.pk: one.reply for one in ReviewItem.objects.all()} == {
        first.pk: "No.",
        second.pk: "No.",
        third.pk: "",
        apart.pk: "",
    }
    assert [action for action, _ in actions()] == ["replied", "replied"]


def test_a_reply_reaches_no_item_of_the_group_that_is_hidden_from_its_writer(lead):
    first, second = group(item(text="one"), item(text="two"))
    ReviewItem.objects.filter(pk=second.pk).update(kind=Kind.ALLEGATION)
    assert [one.pk for one in same_question_items(lead, first)] == [first.pk]
    reply_to_all_who_asked(lead, first, "No.", others=[second.pk])
    second.refresh_from_db()
    assert second.reply == ""


@pytest.mark.parametrize("kind", [Kind.CONCERN, Kind.ALLEGATION])
def test_a_concern_is_in_no_group_whatever_the_table_says(head, kind):
    first, second = group(item(text="one", kind=kind), item(text="two", kind=kind))
    assert list(same_question_items(head, first)) == [first]
    assert [one.pk for one in reply_to_all_who_asked(head, first, "Come to me.", others=[second.pk])] == [first.pk]


def test_a_reply_to_a_closed_item_reaches_none_of_its_group(lead):
    first, second = group(item(text="one"), item(text="two"))
    close_review_item(lead, first)
    with pytest.raises(ReviewItemClosedError):
        reply_to_all_who_asked(lead, first, "Too late.", others=[second.pk])
    assert statuses() == ["closed", "open"]


def test_a_reply_that_cannot_be_queued_is_not_written(lead, monkeypatch):
    def fail(*_arguments, **_signal):
        raise RuntimeError

    first, second = group(item(text="one"), item(text="two"))
    monkeypatch.setattr("bot.questions.triage.question_answered.send", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        reply_to_all_who_asked(lead, first, "No.", others=[second.pk])
    assert statuses() == ["open", "open"]
    assert actions() == []


def test_an_answered_item_can_be_closed_and_keeps_its_reply(lead):
    waiting = item()
    reply_to_review_item(lead, waiting, "No.", category="policy_silent")
    closed = close_review_item(lead, waiting)
    assert (closed.status, closed.reply, closed.category) == ("closed", "No.", "policy_silent")


def test_an_item_opened_again_waits_for_its_owner(lead):
    waiting = assign_review_item(lead, item(), lead)
    reply_to_review_item(lead, waiting, "No.")
    again = reopen_review_item(lead, waiting)
    assert (again.status, again.closed_at, again.closed_by, again.reply) == ("assigned", None, None, "No.")
    assert actions()[-1] == ("reopened", f"review_item:{waiting.pk}")


def test_an_item_is_not_opened_beside_a_newer_one_of_the_same_words(lead):
    waiting = item()
    close_review_item(lead, waiting)
    item()
    with pytest.raises(ReviewItemWaitsError, match="newer item"):
        reopen_review_item(lead, waiting)
    assert statuses() == ["closed", "open"]


def test_an_open_item_is_not_opened_again(lead):
    with pytest.raises(ReviewItemWaitsError, match="open already"):
        reopen_review_item(lead, item())


def test_several_items_are_closed_and_the_rest_named_with_its_reason(head):
    open_, closed = item(text="one"), item(text="two")
    concern, hidden = item(text="three", kind=Kind.CONCERN), item(text="four", kind=Kind.ALLEGATION_ABOUT_HEAD)
    close_review_item(head, closed)
    result = close_review_items(head, [open_.pk, closed.pk, concern.pk, hidden.pk, 999], category="policy_silent")
    assert result.done == (open_.pk,)
    assert result.left_out[hidden.pk] == result.left_out[999] == "not here any more"
    assert set(result.left_out) == {closed.pk, concern.pk, hidden.pk, 999}
    assert "concern" in result.left_out[concern.pk]
    assert statuses() == ["closed", "closed", "open", "open"]


def test_several_items_are_given_to_those_who_may_see_them(head):
    lead = member("lead", oakfield="safeguarding_lead")
    question, allegation = item(text="one"), item(text="two", kind=Kind.ALLEGATION)
    result = assign_review_items(head, [question.pk, allegation.pk], lead)
    assert (result.done, result.left_out) == ((question.pk,), {allegation.pk: "not theirs to see"})


def test_several_items_are_done_together_or_not_at_all(lead, monkeypatch):
    def fail_on(item):
        if item.pk == second.pk:
            raise RuntimeError
        return audit(lead, AuditEntry.Action.CLOSED, item)

    from bot.questions.audit import audit_review_item as audit

    first, second = item(text="one"), item(text="two")
    monkeypatch.setattr("bot.questions.triage.audit_review_item", lambda _user, _action, item: fail_on(item))
    with pytest.raises(RuntimeError):
        close_review_items(lead, [first.pk, second.pk])
    assert statuses() == ["open", "open"]
    assert actions() == []


def test_a_category_outside_the_list_changes_none_of_several(lead):
    waiting = item()
    with pytest.raises(ValueError, match="category"):
        categorise_review_items(lead, [waiting.pk], "whatever")


def test_an_item_taken_out_of_its_group_stands_alone(lead):
    first, second = group(item(text="one"), item(text="two"))
    take_out_of_group(lead, second)
    assert list(same_question_items(lead, first)) == [first]
    second.refresh_from_db()
    assert second.is_alone
    assert actions() == [("noted", f"review_item:{second.pk}:group")]


def test_items_closed_with_a_reply_before_count_as_answered(lead):
    replied, unreplied = item(text="one"), item(text="two")
    reply_to_review_item(lead, replied, "No.")
    ReviewItem.objects.update(status="closed", replied_at=None, replied_by=None)
    mark_answered(apps, None)
    replied.refresh_from_db()
    assert statuses() == ["answered", "closed"]
    assert (replied.replied_by, replied.replied_at) == (lead, replied.closed_at)
    assert unreplied.replied_at is None


def test_everything_that_is_visible_is_the_readers_own_school(lead):
    group(item(text="one"), item("elmhurst", text="two"))
    assert [one.school for one in same_question_items(lead, visible_review_items(lead).get())] == ["oakfield"]
