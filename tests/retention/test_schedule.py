"""What goes when, and what is spared."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from bot.accounts.invitations import invite
from bot.accounts.models import Invitation
from bot.datatypes.answer import Message, Outcome
from bot.deliveries.inbox import finish, note_unknown_workspace, receive
from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry, SchoolChoice, UnknownWorkspace
from bot.deliveries.outbox import mark_sent, mark_undeliverable
from bot.questions.models import AuditEntry, QuestionRecord, ReviewItem, WebLink
from bot.questions.web_links import make_link
from bot.retention.schedule import claim_run, erase_what_is_due, preview, preview_for
from tests.deliveries.conftest import event
from tests.questions.people import member
from tests.retention.kept_rows import address, asked, closed

pytestmark = pytest.mark.django_db

TEXT = Message(kind="text", text="Here.")
OUTCOMES = {
    "concern": Outcome.SAFEGUARDING_CONCERN,
    "allegation": Outcome.SAFEGUARDING_ALLEGATION,
    "allegation_about_head": Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD,
}


def in_days(days):
    return timezone.now() + timedelta(days=days)


def handled():
    receive(event())
    finish(event(), [TEXT])


def sent():
    handled()
    mark_sent(Delivery.objects.get(), None)


def undeliverable():
    handled()
    mark_undeliverable(Delivery.objects.get(), "gone")


def link():
    make_link(member("lead", oakfield="safeguarding_lead"), "oakfield", label="Fair", role="visitor", days=1)


@pytest.mark.parametrize(
    ("make", "table", "days"),
    [
        (lambda: asked(0), QuestionRecord, 365),
        (handled, InboxEntry, 7),
        (lambda: receive(event(school="")), InboxEntry, 1),
        (sent, Delivery, 30),
        (undeliverable, Delivery, 90),
        (lambda: note_unknown_workspace("slack", "T9"), UnknownWorkspace, 90),
        (handled, ConversationAddress, 180),
        (lambda: SchoolChoice.objects.create(channel="slack", asker="a", school="oakfield"), SchoolChoice, 400),
        (lambda: invite("sam@example.org", "oakfield", "head"), Invitation, 365 + 7),
        (link, WebLink, 365 + 1),
    ],
)
def test_rows_are_erased_when_they_have_served_their_time(make, table, days):
    make()
    erase_what_is_due(in_days(days - 0.1))
    assert table.objects.count() == 1
    erase_what_is_due(in_days(days + 0.1))
    assert table.objects.count() == 0


def test_what_waits_is_never_erased():
    receive(event())
    finish(event(), [TEXT])
    receive(event(2))
    erase_what_is_due(in_days(1000))
    assert InboxEntry.objects.filter(handled_at=None).count() == 1
    assert Delivery.objects.filter(sent_at=None).count() == 1


def test_the_time_of_a_question_begins_when_its_last_item_is_closed():
    closed(asked(700, Outcome.UNANSWERED_NOT_IN_POLICY), days=100)
    erase_what_is_due(in_days(264))
    assert ReviewItem.objects.count() == 1
    erase_what_is_due(in_days(266))
    assert not ReviewItem.objects.exists()
    assert not QuestionRecord.objects.exists()


def test_a_question_that_waits_for_a_person_is_kept_with_the_address_of_its_conversation():
    asked(700, Outcome.UNANSWERED_NOT_IN_POLICY)
    address(days=700)
    erase_what_is_due(in_days(0))
    assert ReviewItem.objects.count() == ConversationAddress.objects.count() == 1


@pytest.mark.parametrize("kind", OUTCOMES)
def test_a_concern_goes_sooner_and_leaves_its_number_in_the_audit_log(kind):
    question = asked(600, OUTCOMES[kind])
    number = ReviewItem.objects.get().pk
    closed(question, days=179)
    erase_what_is_due(in_days(0))
    assert QuestionRecord.objects.exists()
    erase_what_is_due(in_days(2))
    assert not QuestionRecord.objects.exists()
    entry = AuditEntry.objects.get(action="erased")
    assert (entry.subject, entry.kind) == (f"review_item:{number}", kind)


def test_a_later_part_of_a_message_makes_it_a_concern():
    question = asked(0)
    part = asked(0, Outcome.SAFEGUARDING_CONCERN, conversation="c-2")
    QuestionRecord.objects.filter(pk=part.pk).update(part_of=question)
    ReviewItem.objects.update(status="closed", closed_at=timezone.now())
    erase_what_is_due(in_days(181))
    assert not QuestionRecord.objects.exists()


def test_more_than_one_batch_goes(monkeypatch):
    monkeypatch.setattr("bot.retention.table_kind.BATCH", 2)
    for number in range(5):
        asked(400, text=f"May I ask for {number} things?")
    assert erase_what_is_due(in_days(0))["questions"] == 5


def test_the_audit_log_says_how_many_ordinary_questions_went_and_no_word_of_them():
    asked(400)
    erase_what_is_due(in_days(0))
    assert AuditEntry.objects.get().subject == "retention:questions:1"


def test_the_preview_says_what_the_run_then_does():
    asked(360)
    asked(400, text="May I park here?")
    asked(300, text="May I leave early?")
    [questions] = [one for one in preview(timezone.now(), in_days(30)) if one.kind.name == "questions"]
    today = timezone.localdate()
    assert [(due.school, due.day, due.count) for due in questions.due] == [
        ("oakfield", today, 1),
        ("oakfield", timezone.localdate(in_days(5)), 1),
    ]
    assert erase_what_is_due(in_days(30))["questions"] == questions.count


def test_the_command_shows_and_erases():
    asked(400)
    out = StringIO()
    call_command("retention", "preview", json=True, stdout=out)
    shown = {kind["name"]: kind for kind in json.loads(out.getvalue())["kinds"]}
    assert shown["questions"]["due"] == [{"school": "oakfield", "day": f"{timezone.localdate()}", "count": 1}]
    call_command("retention", "run", stdout=(ran := StringIO()))
    assert ran.getvalue() == "1 erased: questions\n"


def test_one_process_a_day_erases():
    now = timezone.now()
    assert claim_run(now)
    assert not claim_run(now + timedelta(minutes=30))
    assert claim_run(now + timedelta(minutes=61))  # the first was killed
    erase_what_is_due(now)
    assert not claim_run(now + timedelta(hours=5))
    assert claim_run(now + timedelta(hours=25))


def counts(user):
    found = preview_for(user, timezone.now(), in_days(500))
    return {one.kind.name: one.count for one in found if one.count}


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("safeguarding_lead", {"questions": 1, "concerns": 1}),
        ("head", {"questions": 1, "concerns": 1, "allegations": 1}),
        ("chair", {"allegations_about_head": 1}),
        ("administrator", {"inbox": 1, "outbox": 1, "addresses": 1}),
        (["administrator", "head"], {"questions": 1, "concerns": 1, "allegations": 1}),
        ("trust_lead", {}),
    ],
)
def test_no_count_betrays_a_concern_that_is_not_the_readers_to_see(role, shown):
    for outcome in (Outcome.ANSWERED_FROM_POLICY, *OUTCOMES.values()):
        closed(asked(0, outcome, text=f"{outcome}"), days=0)
    sent()
    assert counts(member("reader", oakfield=role)) == shown
    assert counts(member("elsewhere", elmhurst=role)) == {}
