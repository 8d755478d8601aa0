"""The command that gives somebody access."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from bot.questions.models import AuditEntry, SchoolMembership
from tests.questions.people import PASSWORD

pytestmark = pytest.mark.django_db


def add_lead(monkeypatch, password=PASSWORD, **options):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    arguments = {"school": "oakfield", "username": "robin", "password_stdin": True} | options
    call_command("add_lead", stdout=io.StringIO(), **arguments)


def test_add_lead_makes_a_user_who_can_sign_in(monkeypatch):
    add_lead(monkeypatch)
    assert User.objects.get(username="robin").check_password(PASSWORD)
    assert SchoolMembership.objects.get().role == "safeguarding_lead"


def test_add_lead_gives_a_second_school_to_the_same_user(monkeypatch):
    add_lead(monkeypatch)
    add_lead(monkeypatch, school="elmhurst", role="head")
    assert User.objects.count() == 1
    assert SchoolMembership.objects.count() == 2


def test_add_lead_again_changes_nothing_but_the_password(monkeypatch):
    add_lead(monkeypatch)
    add_lead(monkeypatch, password="another long phrase")
    assert SchoolMembership.objects.count() == 1
    assert User.objects.get(username="robin").check_password("another long phrase")


@pytest.mark.parametrize("password", ["", "short", "password1234", "123456789012"])
def test_add_lead_refuses_a_weak_password_and_makes_nobody(monkeypatch, password):
    with pytest.raises(CommandError):
        add_lead(monkeypatch, password=password)
    assert not User.objects.exists()


def test_add_lead_is_audited(monkeypatch):
    add_lead(monkeypatch)
    assert AuditEntry.objects.get().action == "added_member"


def test_add_lead_asks_twice_for_a_password_that_is_typed(monkeypatch):
    typed = iter([PASSWORD, "something else entirely"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    with pytest.raises(CommandError, match="differ"):
        call_command("add_lead", school="oakfield", username="robin")


def test_add_lead_keeps_how_the_person_is_spoken_of_and_written_to(monkeypatch):
    add_lead(monkeypatch, name="Mrs Okafor", email="okafor@example.org")
    add_lead(monkeypatch, role="deputy")
    user = User.objects.get()
    assert (user.get_full_name(), user.email) == ("Mrs Okafor", "okafor@example.org")


def test_add_lead_refuses_an_address_that_is_none(monkeypatch):
    with pytest.raises(CommandError):
        add_lead(monkeypatch, email="not an address")
    assert not User.objects.exists()
