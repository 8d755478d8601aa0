"""The administrator's page."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from bot.accounts.invitations import invite
from bot.accounts.models import Invitation
from bot.questions.models import AuditEntry, SchoolMembership
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = member("admin", oakfield="administrator")
    client.force_login(user)
    return user


def page(client):
    return client.get(reverse("people")).content.decode()


def press(client, **typed):
    return client.post(reverse("people"), typed)


def part_of(user):
    return user.school_memberships.get().pk


def test_it_shows_the_people_of_ones_own_schools_alone(client, administrator):
    member("deputy-of-oakfield", oakfield="deputy")
    member("deputy-of-elmhurst", elmhurst="deputy")
    assert "deputy-of-oakfield" in page(client)
    assert "deputy-of-elmhurst" not in page(client)


def test_the_link_of_an_invitation_is_shown_once_and_works(client, administrator):
    response = press(client, do="invite", email="sam@oakfield.example.org", school="oakfield", role="deputy")
    link = response.context["link"]
    assert link.partition("=")[2] in response.content.decode()
    assert link.partition("=")[2] not in page(client)
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {"school": "elmhurst", "role": "deputy", "email": "sam@oakfield.example.org"},
        {"school": "oakfield", "role": "owner", "email": "sam@oakfield.example.org"},
        {"school": "oakfield", "role": "deputy", "email": "sam"},
        {"school": "oakfield", "role": "deputy", "email": ""},
    ],
)
def test_an_invitation_that_cannot_be_is_refused(client, administrator, typed):
    assert press(client, do="invite", **typed).status_code == 422
    assert not Invitation.objects.exists()


def test_nobody_invites_themselves(client):
    user = member("pat@oakfield.example.org", oakfield="administrator")
    client.force_login(user)
    typed = {"school": "oakfield", "role": "chair", "email": "Pat@oakfield.example.org"}
    assert press(client, do="invite", **typed).status_code == 422


def test_a_part_can_be_taken_away(client, administrator):
    deputy = member("deputy", oakfield="deputy")
    press(client, do="take", part=part_of(deputy))
    assert not deputy.school_memberships.exists()
    assert AuditEntry.objects.filter(action="removed_member", subject=f"user:{deputy.pk}:deputy").exists()


def test_ones_own_part_stays(client, administrator):
    assert press(client, do="take", part=part_of(administrator)).status_code == 404
    assert administrator.school_memberships.exists()


@pytest.mark.parametrize("do", ["take", "forget"])
def test_people_of_another_school_are_out_of_reach(client, administrator, do):
    other = member("other", elmhurst="deputy")
    assert press(client, do=do, part=part_of(other)).status_code == 404
    assert SchoolMembership.objects.filter(user=other).exists()
    assert Authenticator.objects.filter(user=other).exists()


def test_a_lost_second_factor_can_be_reset(client, administrator):
    deputy = member("deputy", oakfield="deputy")
    press(client, do="forget", part=part_of(deputy))
    assert not Authenticator.objects.filter(user=deputy).exists()
    assert AuditEntry.objects.filter(action="second_factor_removed", user=administrator).exists()


def test_an_invitation_can_be_withdrawn(client, administrator):
    invitation, secret = invite("sam@oakfield.example.org", "oakfield", "deputy")
    press(client, do="withdraw", invitation=invitation.pk)
    assert Client().get(reverse("invitation"), {"key": secret}).status_code == 404


def test_an_invitation_of_another_school_is_out_of_reach(client, administrator):
    invitation, _ = invite("sam@elmhurst.example.org", "elmhurst", "deputy")
    assert press(client, do="withdraw", invitation=invitation.pk).status_code == 404
    assert "sam@elmhurst.example.org" not in page(client)


@pytest.mark.parametrize(
    "typed", [{}, {"do": "nonsense"}, {"do": "take", "part": "x"}, {"do": "take", "part": "9" * 30}]
)
def test_nonsense_is_not_found(client, administrator, typed):
    assert press(client, **typed).status_code == 404


def test_the_administrator_sees_no_question(client, administrator):
    waiting = item(text="marker question")
    for url in (reverse("console") + "?status=all", reverse("people"), reverse("audit")):
        assert "marker question" not in client.get(url).content.decode()
    assert client.get(reverse("review-item", args=[waiting.pk])).status_code == 404
