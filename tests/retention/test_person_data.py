"""What is held on a person: by command, listed, copied and erased."""

from __future__ import annotations

import json
import zipfile
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from bot.datatypes.answer import Message, Outcome
from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.inbox import finish, receive
from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry
from bot.deliveries.outbox import mark_sent
from bot.questions.models import AuditEntry, QuestionRecord, ReviewItem
from bot.retention.holds import hold_item, hold_period, hold_person, release_hold
from bot.retention.models import ForgottenConversation
from bot.retention.person import find_person
from tests.deliveries.conftest import event
from tests.questions.people import member
from tests.retention.kept_rows import address, asked, closed, days_ago

pytestmark = pytest.mark.django_db

WHO = {"school": "oakfield", "slack_user": ["U1"]}
ABOUT_HEAD = Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD


def told(do, **options):
    out = StringIO()
    call_command("person", do, stdout=out, **{**WHO, **options})
    return out.getvalue()


def copied(tmp_path, **options):
    out = tmp_path / "copy.zip"
    told("export", out=out, **options)
    with zipfile.ZipFile(out) as folder:
        return {name: folder.read(name).decode() for name in folder.namelist()}


def in_the_inbox(user="U1"):
    """An event of the person's that was answered, in conversation c-1."""
    theirs = event(asker=make_pseudonym("oakfield", "slack", user), address={"user": user})
    receive(theirs)
    finish(theirs, [Message(kind="text", text="Here.")])
    mark_sent(Delivery.objects.latest("pk"), None)


def test_everything_of_the_person_is_listed_and_nothing_of_others():
    asked(3, user="U1")
    asked(3, user="U2", conversation="c-2", text="May I park here?")
    in_the_inbox()
    found = json.loads(told("list", json=True))
    assert found["held"] == {"questions": 1, "inbox": 1, "outbox": 1, "addresses": 1}


def test_the_list_prints_no_word_of_what_they_wrote():
    asked(3, user="U1", text="the marker of my question?")
    assert "marker" not in told("list")


def test_another_school_holds_nothing():
    asked(3, user="U1")
    assert json.loads(told("list", json=True, school="elmhurst"))["held"] == {}


def test_the_copy_is_for_people_and_for_programs(tmp_path):
    asked(3, user="U1", text="May I <b>vape</b>?")
    files = copied(tmp_path)
    [entry] = json.loads(files["what-is-held.json"])["held"][0]["entries"]
    assert entry["words, names and numbers taken out"] == "May I <b>vape</b>?"
    assert entry["answers"][0]["text"] == ["The rule."]
    assert "May I &lt;b&gt;vape&lt;/b&gt;?" in files["what-is-held.html"]
    assert AuditEntry.objects.get().action == "gave_access"


def test_concerns_are_held_back_from_the_copy_unless_somebody_says_why(tmp_path):
    asked(3, Outcome.SAFEGUARDING_CONCERN, user="U1", text="a marker of a concern")
    assert "marker" not in "".join(copied(tmp_path).values())
    assert "Held back: 1" in told("export", out=tmp_path / "again.zip")
    assert "marker" in "".join(copied(tmp_path, with_concerns="The lead agreed.").values())


def test_erasing_leaves_nothing_and_tells_the_dialogue_to_forget():
    asked(3, user="U1")
    asked(2, Outcome.UNANSWERED_NOT_IN_POLICY, user="U1", text="May I sing?")
    asked(3, user="U2", conversation="c-2", text="May I park here?")
    in_the_inbox()
    told("erase", yes=True)
    assert [one.conversation for one in QuestionRecord.objects.all()] == ["c-2"]
    assert not ReviewItem.objects.exists()
    assert not InboxEntry.objects.exists()
    assert not Delivery.objects.exists()
    assert not ConversationAddress.objects.exists()
    assert ForgottenConversation.objects.count() == 1
    assert AuditEntry.objects.get(action="erased").subject.startswith("person:")


def test_a_concern_is_kept_with_where_its_asker_is_reached_unless_somebody_says_why():
    asked(3, Outcome.SAFEGUARDING_CONCERN, user="U1")
    address()
    assert "Held back: 1" in told("erase", yes=True)
    assert QuestionRecord.objects.count() == ReviewItem.objects.count() == ConversationAddress.objects.count() == 1
    assert "1 kept, still waiting" in told("erase", yes=True, with_concerns="Sent by mistake.")
    ReviewItem.objects.update(status="closed")
    assert "Safeguarding concerns: 1 erased" in told("erase", yes=True, with_concerns="Sent by mistake.")
    assert not QuestionRecord.objects.exists()
    assert not ConversationAddress.objects.exists()
    assert AuditEntry.objects.filter(action="erased", kind="concern").exists()


def test_what_is_still_being_answered_is_left():
    receive(event(asker=make_pseudonym("oakfield", "slack", "U1")))
    assert "1 kept, still waiting" in told("erase", yes=True)
    assert InboxEntry.objects.count() == 1


def test_somebody_who_is_known_by_nothing_is_refused():
    with pytest.raises(CommandError, match="Say who it is"):
        told("list", slack_user=[])


def test_a_person_of_the_web_chat_is_known_by_their_conversation():
    asked(1, channel="web", conversation="Ab3")
    found = json.loads(told("list", json=True, slack_user=[], conversation=["web:Ab3"]))
    assert found["held"] == {"questions": 1}


def test_an_account_is_emptied_and_its_deeds_stay_in_the_audit_log():
    lead = member("okafor", name="Mrs Okafor", oakfield="safeguarding_lead")
    hold_period(lead, "oakfield", days_ago(2), days_ago(1), "Inspection")
    told("erase", yes=True, slack_user=[], account="okafor")
    left = User.objects.get(pk=lead.pk)
    assert (left.username, left.last_name, left.email, left.is_active) == (f"former-{lead.pk}", "", "", False)
    assert not left.has_usable_password()
    assert AuditEntry.objects.filter(user=left, action="held").exists()


def test_an_account_with_parts_elsewhere_waits():
    member("okafor", oakfield="safeguarding_lead", elmhurst="head")
    assert "still waiting" in told("erase", yes=True, slack_user=[], account="okafor")
    assert User.objects.filter(username="okafor").exists()


def held_in_three_ways():
    lead = member("lead", oakfield="safeguarding_lead")
    question = asked(400, Outcome.UNANSWERED_NOT_IN_POLICY, user="U1")
    closed(question, days=399)
    person = find_person("oakfield", users=[("slack", "U1")])
    return [
        lambda: hold_item(lead, ReviewItem.objects.get().pk, "Complaint 12"),
        lambda: hold_person(lead, person, "Tribunal")[0],
        lambda: hold_period(lead, "oakfield", days_ago(401), days_ago(399), "Inspection"),
    ], lead


@pytest.mark.parametrize("way", range(3))
def test_what_is_under_a_hold_is_neither_erased_in_time_nor_on_request(way):
    places, lead = held_in_three_ways()
    in_the_inbox()
    address_count = ConversationAddress.objects.update(updated_at=days_ago(400))
    InboxEntry.objects.update(received_at=days_ago(400), handled_at=days_ago(400))
    Delivery.objects.update(created_at=days_ago(400), sent_at=days_ago(400))
    hold = places[way]()
    call_command("retention", "run", stdout=StringIO())
    assert "under a hold" in told("erase", yes=True)
    assert QuestionRecord.objects.count() == InboxEntry.objects.count() == Delivery.objects.count() == 1
    assert ConversationAddress.objects.count() == address_count == 1
    release_hold(lead, hold.pk)
    call_command("retention", "run", stdout=StringIO())
    assert not QuestionRecord.objects.exists()
    assert not InboxEntry.objects.exists()
    assert not Delivery.objects.exists()


def test_a_hold_covers_nobody_else():
    places, _ = held_in_three_ways()
    asked(500, user="U2", conversation="c-2", text="May I park here?")
    places[0]()
    call_command("retention", "run", stdout=StringIO())
    assert QuestionRecord.objects.get().conversation == "c-1"
