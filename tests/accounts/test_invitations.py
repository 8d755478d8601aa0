"""Invitations: the links, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bot.accounts import invitations
from bot.accounts.invitations import invitation_link, invite
from bot.accounts.models import Invitation
from bot.questions.models import AuditEntry, SchoolMembership
from tests.console.signing_in import is_signed_in, type_password
from tests.questions.people import PASSWORD, member

pytestmark = pytest.mark.django_db

ADDRESS = "sam@oakfield.example.org"


@pytest.fixture
def link():
    """A link for a deputy of Oakfield."""
    return invitation_link(invite(ADDRESS, "oakfield", "deputy")[1])


def accept(client, link, first=PASSWORD, second=PASSWORD):
    key = parse_qs(urlsplit(link).query)["key"][0]
    return client.post(reverse("invitation"), {"key": key, "password1": first, "password2": second})


def parts():
    return set(SchoolMembership.objects.values_list("user__username", "school", "role"))


def test_the_link_leads_to_an_account_with_the_part(client, link):
    assert ADDRESS in client.get(link).content.decode()
    accept(client, link)
    assert parts() == {(ADDRESS, "oakfield", "deputy")}
    assert type_password(client, ADDRESS).url == reverse("console")


def test_accepting_signs_nobody_in(client, link):
    accept(client, link)
    assert not is_signed_in(client)


def test_whoever_accepted_sets_up_a_second_factor_first(client, link):
    accept(client, link)
    type_password(client, ADDRESS)
    assert client.get(reverse("console")).url == reverse("mfa_activate_totp")


def test_a_link_works_once(client, link):
    accept(client, link)
    assert client.get(link).status_code == 404
    accept(client, link, "another long phrase", "another long phrase")
    assert User.objects.get().check_password(PASSWORD)


def test_an_expired_link_does_not_work(client, link, monkeypatch):
    later = timezone.now() + invitations.VALID_FOR + timedelta(seconds=1)
    monkeypatch.setattr(invitations.timezone, "now", lambda: later)
    assert client.get(link).status_code == 404
    assert accept(client, link).status_code == 404
    assert not User.objects.exists()


def test_used_and_invented_links_look_the_same(client, link):
    accept(client, link)
    invented = client.get(reverse("invitation"), {"key": "invented"})
    assert client.get(link).content == invented.content


def test_a_second_invitation_to_the_same_part_ends_the_first(client, link):
    invite(ADDRESS, "oakfield", "deputy")
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(("first", "second"), [("short", "short"), (PASSWORD, "something else"), ("", "")])
def test_a_weak_or_mistyped_password_makes_no_account(client, link, first, second):
    assert accept(client, link, first, second).status_code == 422
    assert not User.objects.exists()


def test_the_secret_of_a_link_is_kept_nowhere(link):
    key = parse_qs(urlsplit(link).query)["key"][0]
    assert key not in str(list(Invitation.objects.values()))


def test_somebody_with_an_account_signs_in_to_accept(client, link):
    member(ADDRESS, elmhurst="head")
    assert reverse("account_login") in client.get(link).content.decode()
    accept(client, link)
    assert parts() == {(ADDRESS, "elmhurst", "head")}


def test_a_link_cannot_set_the_password_of_an_account(client, link):
    member(ADDRESS, elmhurst="head")
    accept(client, link, "another long phrase", "another long phrase")
    assert User.objects.get().check_password(PASSWORD)


def test_the_owner_of_the_account_accepts_with_a_press(client, link):
    client.force_login(member(ADDRESS, elmhurst="head"))
    accept(client, link)
    assert (ADDRESS, "oakfield", "deputy") in parts()


def test_somebody_else_who_is_signed_in_does_not_get_the_part(client, link):
    member(ADDRESS, elmhurst="head")
    client.force_login(member("somebody", elmhurst="deputy"))
    accept(client, link)
    assert ("somebody", "oakfield", "deputy") not in parts()


def test_the_command_prints_a_link_that_works(client):
    out = StringIO()
    call_command("invite_person", email=ADDRESS, school="oakfield", role="chair", stdout=out)
    assert client.get(out.getvalue().splitlines()[-1]).status_code == 200


def test_the_command_refuses_what_is_no_address():
    with pytest.raises(CommandError):
        call_command("invite_person", email="sam", school="oakfield", role="chair")


def test_inviting_and_accepting_are_in_the_audit_log(client, link):
    accept(client, link)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["invited", "added_member"]


def test_a_forged_form_accepts_nothing(link):
    assert accept(Client(enforce_csrf_checks=True), link).status_code == 403
    assert not User.objects.exists()


def test_a_refused_form_leaves_the_key_out_of_the_log(link, caplog):
    accept(Client(enforce_csrf_checks=True), link)
    Client().get(link + "x")
    key = parse_qs(urlsplit(link).query)["key"][0]
    assert caplog.records
    assert not [record for record in caplog.records if key in record.getMessage()]
