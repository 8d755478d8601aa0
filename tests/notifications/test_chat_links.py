"""Codes that link an account to somebody's Slack or Teams: short-lived, good once, and hard to guess."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bot.notifications.chat_links import WRONG_LIMIT, is_code, make_code, redeem_code, unlink
from bot.notifications.models import ChatLink, LinkCode, Preference, Way
from bot.questions.models import AuditEntry, SchoolMembership
from tests.questions.people import member

pytestmark = pytest.mark.django_db

ADDRESS = {"workspace": "T0OAK", "channel": "U0ADA", "user": "U0ADA", "thread": None}


@pytest.fixture
def lead():
    return member("lead", oakfield="safeguarding_lead")


def redeem(code, **changes):
    given = {"schools": {"oakfield"}, "address": ADDRESS, "sender": "somebody"} | changes
    way = given.pop("way", Way.SLACK)
    return redeem_code(code, way, **given)


def test_a_code_links_who_sends_it_and_ticks_the_way(lead):
    link = redeem(make_code(lead, "oakfield", Way.SLACK).lower())
    assert (link.user, link.school, link.way, link.address) == (lead, "oakfield", "slack", ADDRESS)
    assert Preference.objects.get().wants(Way.SLACK)
    assert AuditEntry.objects.filter(user=lead, action="changed_settings", subject="notifications:slack").exists()


def test_a_code_is_kept_as_a_digest_alone(lead):
    code = make_code(lead, "oakfield", Way.SLACK)
    assert code not in str(LinkCode.objects.values())


def test_a_code_works_once(lead):
    code = make_code(lead, "oakfield", Way.SLACK)
    assert redeem(code)
    assert redeem(code, sender="another") is None


def test_a_new_code_ends_the_one_before(lead):
    first, second = (make_code(lead, "oakfield", Way.SLACK) for _ in range(2))
    assert redeem(first) is None
    assert redeem(second)


def test_a_code_ends_after_a_quarter_of_an_hour(lead):
    code = make_code(lead, "oakfield", Way.SLACK)
    LinkCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert redeem(code) is None


def test_a_code_lives_for_a_quarter_of_an_hour(lead):
    make_code(lead, "oakfield", Way.SLACK)
    assert LinkCode.objects.get().expires_at - timezone.now() <= timedelta(minutes=15)


@pytest.mark.parametrize(
    "elsewhere", [{"schools": {"elmhurst"}}, {"schools": set()}, {"way": Way.TEAMS}], ids=["school", "none", "platform"]
)
def test_a_code_works_in_a_workspace_of_its_school_alone(lead, elsewhere):
    assert redeem(make_code(lead, "oakfield", Way.SLACK), **elsewhere) is None
    assert not ChatLink.objects.exists()


def test_who_guesses_has_to_wait_even_with_the_right_code(lead):
    code = make_code(lead, "oakfield", Way.SLACK)
    for _ in range(WRONG_LIMIT):
        assert redeem("LINK-AAAA-AAAA") is None
    assert redeem(code) is None
    assert redeem(code, sender="another")


def test_who_may_see_nothing_any_more_is_not_linked(lead):
    code = make_code(lead, "oakfield", Way.SLACK)
    SchoolMembership.objects.all().delete()
    assert redeem(code) is None


@pytest.mark.parametrize("role", ["trust_lead", "administrator"])
def test_who_sees_no_items_gets_no_code(role):
    with pytest.raises(PermissionError):
        make_code(member("other", oakfield=role), "oakfield", Way.SLACK)


def test_unlinking_unticks_the_way(lead):
    redeem(make_code(lead, "oakfield", Way.SLACK))
    unlink(lead, "oakfield", Way.SLACK)
    assert not ChatLink.objects.exists()
    assert not Preference.objects.get().wants(Way.SLACK)


@pytest.mark.parametrize("text", ["LINK-ABCD-2345", " link-abcd-2345\n"])
def test_a_code_alone_is_a_code(text):
    assert is_code(text)


@pytest.mark.parametrize("text", ["", "link them here", "LINK-ABCD-2345?", "is LINK-ABCD-2345 right", "LINK-ABC-12345"])
def test_a_question_is_no_code(text):
    assert not is_code(text)
