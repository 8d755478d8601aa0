"""Linked, told and tested in Slack: through the page, the events of Slack and its Web API."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from bot.deliveries.models import Delivery
from bot.notifications.models import ChatLink, LinkCode, Preference, Sending
from bot.notifications.round import tell_everybody
from bot.questions.models import AuditEntry, QuestionRecord, ReviewItem
from bot.questions.triage import look_at_review_item
from bot.settings import TeamsSettings
from tests.channels.slack.conftest import connected, direct, payload, slack, talk
from tests.notifications.conftest import MARKER
from tests.peers.fake_slack import HANG, TOO_MANY
from tests.questions.people import item, member

__all__ = ["connected", "slack", "talk"]

pytestmark = pytest.mark.django_db(transaction=True)

Kind = ReviewItem.Kind


@pytest.fixture
def lead(connected, client):
    user = member("lead", name="Mrs Okafor", oakfield="safeguarding_lead")
    client.force_login(user)
    return user


@pytest.fixture
def with_mail(connected):
    connected.SIGNPOST = replace(connected.SIGNPOST, email_host="mail.example.org")
    connected.DEFAULT_FROM_EMAIL = "signpost@example.org"


def press(client, do, way="slack", **more):
    return client.post("/console/told/", {"do": do, "way": way, "school": "oakfield", **more}, follow=True)


def shown_code(client):
    return re.search(r"LINK-\w{4}-\w{4}", press(client, "code").content.decode()).group()


@pytest.fixture
def linked(lead, client, talk, slack):
    """The lead, linked to U0ADA; what Slack was told of it is forgotten."""
    [post] = talk(direct(text=shown_code(client)), shown=1)
    assert "From now on you are told here" in post.text
    slack.posts.clear()
    return lead


def latest():
    return Sending.objects.filter(way="slack").latest("pk")


def after(minutes):
    return timezone.now() + timedelta(minutes=minutes)


def tell_and_deliver(talk, shown=1, now=None):
    """One round, the outbox's work, and the round that reads off what became of it."""
    tell_everybody(now or timezone.now())
    posts = list(talk(shown=shown))
    tell_everybody(now or timezone.now())
    return posts


def test_a_concern_comes_to_the_linked_person_alone_with_kind_and_link(linked, talk):
    waiting = item(kind=Kind.CONCERN, text=f"she said {MARKER}")
    [post] = tell_and_deliver(talk)
    assert (post.workspace, post.channel, post.thread) == ("T0OAK", "D0ADA", "")
    assert "Safeguarding concern, at oakfield" in post.text
    links = [
        run["url"] for block in post.blocks for part in block["elements"] for run in part["elements"] if "url" in run
    ]
    assert links == [f"https://signpost.example.org/console/items/{waiting.pk}/"]
    assert MARKER not in json.dumps([post.text, post.blocks])
    assert latest().state == Sending.State.SENT


def test_a_concern_comes_once_however_often_it_is_looked_for(linked, talk, slack):
    item(kind=Kind.CONCERN)
    for _ in range(3):
        tell_and_deliver(talk)
    assert len(slack.posts) == 1
    assert Delivery.objects.filter(conversation__startswith="notice:").count() == 1


def test_one_concern_is_one_notice_by_each_way(linked, with_mail, talk, slack):
    item(kind=Kind.CONCERN)
    tell_and_deliver(talk)
    tell_and_deliver(talk)
    assert (len(slack.posts), len(mail.outbox)) == (1, 1)


def test_questions_come_where_they_were_chosen_and_not_by_email(linked, with_mail, talk):
    Preference.objects.update(rhythm=Preference.Rhythm.AT_ONCE, by_email=False)
    item(text=MARKER)
    [post] = tell_and_deliver(talk)
    assert "1 question waits for you at oakfield." in post.text
    assert MARKER not in json.dumps([post.text, post.blocks])
    assert not mail.outbox


def test_slack_that_asks_to_be_left_alone_gets_it_once_later(linked, talk, slack):
    slack.fail("chat.postMessage", TOO_MANY)
    item(kind=Kind.CONCERN)
    assert len(tell_and_deliver(talk)) == 1
    assert latest().state == Sending.State.SENT


def test_a_process_that_dies_while_it_makes_a_notice_leaves_it_to_the_next(linked, talk, slack, monkeypatch):
    def die(*_arguments):
        raise KeyboardInterrupt

    item(kind=Kind.CONCERN)
    with monkeypatch.context() as broken:
        broken.setattr(Sending, "save", die)  # the row of the outbox is written already
        with pytest.raises(KeyboardInterrupt):
            tell_everybody(timezone.now())
    assert not Delivery.objects.filter(conversation__startswith="notice:").exists()
    assert len(tell_and_deliver(talk)) == 1


def refuse(slack, *codes):
    """Slack knows the person no more."""
    slack.fail("conversations.open", *codes)
    slack.fail("chat.postEphemeral", *codes)


def deliver_in_vain(talk, slack):
    """A round whose message Slack refuses for good while the worker answers somebody else."""
    tell_everybody(timezone.now())
    talk(direct(number=50))
    assert Delivery.objects.get(failed_at__isnull=False).conversation.startswith("notice:")
    slack.posts.clear()


def test_what_slack_refuses_goes_by_email_and_to_the_console(linked, with_mail, talk, slack, client):
    Preference.objects.update(rhythm=Preference.Rhythm.AT_ONCE, by_email=False)
    refuse(slack, "account_inactive")
    item(text=MARKER)
    deliver_in_vain(talk, slack)
    tell_everybody(after(1))
    assert latest().state == Sending.State.FAILED
    assert ChatLink.objects.get().broken_at
    tell_everybody(after(2))
    assert [message.to for message in mail.outbox] == [["lead@example.org"]]
    page = client.get("/console/deliveries/").content.decode()
    assert "Will not arrive: Slack to Mrs Okafor, <code>account_inactive</code>" in page
    assert MARKER not in page


def test_a_concern_that_reaches_nobody_of_a_part_goes_to_the_next_at_once(linked, with_mail, talk, slack):
    linked.email = ""
    linked.save()
    member("deputy", oakfield="deputy")
    refuse(slack, "account_inactive")
    item(kind=Kind.CONCERN)
    deliver_in_vain(talk, slack)
    assert not mail.outbox
    tell_everybody(timezone.now())
    assert [message.to for message in mail.outbox] == [["deputy@example.org"]]


def test_a_concern_that_slack_refuses_goes_to_the_chat_that_was_linked_since(linked, talk, slack, connected):
    refuse(slack, "account_inactive")
    item(kind=Kind.CONCERN)
    tell_everybody(timezone.now())
    connected.SIGNPOST = replace(connected.SIGNPOST, teams=TeamsSettings(local_connector="http://127.0.0.1:1"))
    ChatLink.objects.create(user=linked, school="oakfield", way="teams", address={"conversation": "a:1"})
    Preference.objects.update(by_teams=True)
    talk(direct(number=50))
    tell_everybody(timezone.now())
    assert Delivery.objects.get(channel="teams").key == Sending.objects.get(way="teams").delivery


def test_a_deputy_in_slack_is_told_after_the_time_that_is_set(linked, talk, slack):
    linked.school_memberships.update(role="deputy")
    first = member("first", oakfield="safeguarding_lead")
    ChatLink.objects.create(user=first, school="oakfield", way="slack", address=ChatLink.objects.get().address)
    Preference.objects.create(user=first, school="oakfield", by_slack=True)
    item(kind=Kind.CONCERN)
    tell_and_deliver(talk, shown=1)
    tell_and_deliver(talk, shown=1, now=after(9))
    tell_and_deliver(talk, shown=2, now=after(11))
    assert ["as safeguarding lead" in slack.posts[0].text, "as deputy" in slack.posts[1].text] == [True, True]


def test_a_notice_that_still_waits_is_taken_back_once_somebody_has_looked(linked, talk, slack):
    waiting = item(kind=Kind.CONCERN)
    tell_everybody(timezone.now())
    look_at_review_item(linked, waiting.pk)
    tell_everybody(timezone.now())
    assert latest().state == Sending.State.DROPPED
    assert not Delivery.objects.filter(sent_at=None).exists()


def test_a_code_is_no_question_and_its_words_are_kept_nowhere(linked):
    assert not QuestionRecord.objects.exists()
    assert not Delivery.objects.exclude(messages=[]).exists()


def test_a_code_that_others_can_read_links_nobody(lead, client, talk):
    code = shown_code(client)
    [post] = talk(payload("mention", text=f"<@U0BOT> {code}"), shown=1)
    assert "Others can read what is written there" in post.text
    assert post.channel == "D0ADA" or post.only_for == "U0ADA"
    [*_, post] = talk(direct(text=code), shown=2)
    assert "does not work here" in post.text
    assert not ChatLink.objects.exists()


def test_a_code_sent_in_another_schools_workspace_links_nobody(lead, client, talk):
    code = shown_code(client)
    [post] = talk(payload("direct_message", "T0ELM", text=code), shown=1)
    assert "does not work here" in post.text
    assert not ChatLink.objects.exists()


def test_a_code_works_in_the_workspace_that_schools_share(lead, client, talk):
    talk(payload("direct_message", "T0TRUST", text=shown_code(client)), shown=1)
    assert ChatLink.objects.get().address["workspace"] == "T0TRUST"


def test_an_event_of_a_code_that_comes_again_changes_nothing(lead, client, talk):
    event = direct(text=shown_code(client))
    talk(event, event, silent=(1,), shown=1)
    assert ChatLink.objects.count() == LinkCode.objects.count() == 1


# The test message


def test_a_test_arrives_and_the_page_says_so(linked, client, slack):
    page = press(client, "test").content.decode()
    assert "Slack: the test is sent" in page
    assert [post.text for post in slack.posts] == ["This is a test from Signpost. Nothing is waiting."]
    assert AuditEntry.objects.filter(user=linked, action="sent_test", subject="notifications:slack").count() == 1


def test_a_test_that_slack_refuses_is_answered_in_plain_words(linked, client, slack):
    refuse(slack, "account_inactive")
    page = press(client, "test").content.decode()
    assert "Slack: the test did not arrive: account_inactive." in page
    assert "Traceback" not in page


def test_a_test_that_slack_does_not_answer_is_answered(linked, client, slack, monkeypatch):
    monkeypatch.setattr("bot.channels.message_now.SEND_TIMEOUT", 0.05)
    slack.fail("conversations.open", HANG)
    assert "the test did not arrive: no answer in time" in press(client, "test").content.decode()


def test_a_test_that_arrives_mends_a_broken_link(linked, client):
    ChatLink.objects.update(broken_at=timezone.now(), problem="account_inactive")
    assert "account_inactive" in client.get("/console/told/").content.decode()
    press(client, "test")
    assert ChatLink.objects.get().broken_at is None
