"""Password, second factor, lock-out, the limits of a session, and what the audit log says of them."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from bot.accounts import console_session
from bot.questions.models import AuditEntry
from tests.console.signing_in import is_signed_in, sign_in, type_code, type_password
from tests.questions.people import PASSWORD, SECRET, code, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return member("lead", oakfield="safeguarding_lead")


@pytest.fixture
def newcomer(client):
    """Somebody with a password and no second factor, who has just typed the password."""
    user = member("new", oakfield="deputy")
    Authenticator.objects.filter(user=user).delete()
    type_password(client, "new")
    return user


def actions():
    return list(AuditEntry.objects.order_by("number").values_list("action", flat=True))


def test_password_and_code_lead_to_the_queue(client, lead):
    assert sign_in(client).url == reverse("console")
    assert client.get(reverse("console")).status_code == 200


def test_the_password_alone_lets_nobody_in(client, lead):
    assert type_password(client).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("console")).status_code == 302


def test_a_wrong_code_lets_nobody_in(client, lead):
    type_password(client)
    assert "Incorrect code" in type_code(client, "000000").content.decode()
    assert not is_signed_in(client)


def test_a_code_is_good_once(client, lead):
    sign_in(client)
    other = Client()
    type_password(other)
    type_code(other)
    assert not is_signed_in(other)


def test_a_recovery_code_lets_in_once(client, newcomer):
    set_up(client)
    shown = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    for attempt in (True, False):
        other = Client()
        type_password(other, "new")
        type_code(other, shown[0])
        assert is_signed_in(other) is attempt


def test_recovery_codes_are_shown_once(client, newcomer):
    set_up(client)
    code_shown = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    assert code_shown not in client.get(reverse("mfa_view_recovery_codes")).content.decode()


def test_a_wrong_password_lets_nobody_in(client, lead):
    assert type_password(client, password="wrong").status_code == 200
    assert not is_signed_in(client)


def test_a_known_and_an_unknown_name_are_answered_alike(client, lead):
    def answer(name):
        return type_password(client, name, "wrong").context["form"].errors

    assert answer("lead") == answer("nobody")


def test_signing_in_leads_nowhere_else_on_the_web(client, lead):
    assert sign_in(client, next="https://evil.example.org/").url == reverse("console")


def test_signing_in_leads_to_the_page_that_was_asked_for(client, lead):
    assert sign_in(client, next=reverse("audit")).url == reverse("audit")


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "socialaccount_signup"])
def test_nobody_signs_up_by_themselves(name):
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse(name)


def set_up(client):
    """Type the code of the key that the page shows."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code(secret)})


@pytest.mark.parametrize("name", ["console", "audit", "mfa_index", "usersessions_list", "account_change_password"])
def test_somebody_without_a_second_factor_is_led_to_it_from_everywhere(client, newcomer, name):
    assert client.get(reverse(name)).url == reverse("mfa_activate_totp")


def test_nothing_but_signing_out_is_open_without_a_second_factor(client, newcomer):
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_the_second_factor_opens_the_console(client, newcomer):
    assert set_up(client).url == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("console")).status_code == 200


def test_moving_to_another_phone_asks_who_it_is_once_the_sign_in_is_old(client, lead, monkeypatch):
    sign_in(client)
    monkeypatch.setattr(console_session, "JUST_NOW", 0)
    assert client.get(reverse("mfa_deactivate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_whoever_removes_the_second_factor_sets_up_another_at_once(client, lead):
    sign_in(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("console")).url == reverse("mfa_activate_totp")


def test_five_wrong_passwords_lock_the_name_out(client, lead):
    answers = [type_password(client, password="wrong").status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert type_password(client).status_code == 429


def test_capitals_get_nobody_around_the_lock(client, lead):
    for name in ("lead", "LEAD", "Lead", "lEAD", "leaD"):
        type_password(client, name, "wrong")
    assert type_password(client).status_code == 429


def test_another_name_is_not_locked_out(client, lead):
    member("deputy", oakfield="deputy")
    for _ in range(5):
        type_password(client, password="wrong")
    assert type_password(client, "deputy").url == reverse("mfa_authenticate")


def test_guessing_codes_is_stopped(client, lead):
    type_password(client)
    for _ in range(20):
        type_code(client, "000000")
    type_code(client)
    assert not is_signed_in(client)


def later(monkeypatch, minutes):
    now = console_session.time.time()
    monkeypatch.setattr(console_session.time, "time", lambda: now + minutes * 60)


@pytest.mark.parametrize(("minutes", "goes_on"), [(29, True), (31, False)])
def test_an_idle_session_ends(client, lead, monkeypatch, minutes, goes_on):
    client.force_login(lead)
    later(monkeypatch, minutes)
    client.get(reverse("console"))
    assert is_signed_in(client) is goes_on


def test_a_session_ends_however_busy(client, lead, monkeypatch):
    client.force_login(lead)
    now, minute = console_session.time.time(), 0
    while is_signed_in(client):
        minute += 20
        monkeypatch.setattr(console_session.time, "time", lambda: now + minute * 60)  # noqa: B023
        client.get(reverse("console"))
    assert minute == 720


def test_whoever_comes_back_late_is_told_and_led_back(client, lead, monkeypatch):
    client.force_login(lead)
    later(monkeypatch, 31)
    response = client.get(reverse("audit"), follow=True)
    assert "signed out because" in response.content.decode()
    assert response.redirect_chain[0][0].endswith("next=%2Fconsole%2Faudit%2F")


def test_signing_out_everywhere_else_ends_the_other_sessions_alone(client, lead):
    other = Client()
    sign_in(other)
    sign_in(client)
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("console")).status_code == 302
    assert client.get(reverse("console")).status_code == 200


def test_a_new_password_ends_the_other_sessions(client, lead):
    other = Client()
    sign_in(other)
    sign_in(client)
    typed = {"oldpassword": PASSWORD, "password1": "quite another phrase", "password2": "quite another phrase"}
    client.post(reverse("account_change_password"), typed)
    assert other.get(reverse("console")).status_code == 302


def test_a_closed_account_is_signed_out(client, lead):
    sign_in(client)
    User.objects.filter(pk=lead.pk).update(is_active=False)
    assert client.get(reverse("console")).status_code == 302


def test_signing_in_and_out_are_in_the_audit_log(client, lead):
    sign_in(client)
    client.post(reverse("account_logout"))
    assert actions() == ["signed_in", "signed_out"]


def test_failures_and_the_lock_are_in_the_audit_log(client, lead):
    for _ in range(5):
        type_password(client, password="wrong")
    assert sorted(actions()) == ["locked_out"] + ["sign_in_failed"] * 5
    assert set(AuditEntry.objects.values_list("user", flat=True)) == {lead.pk}


def test_a_wrong_code_is_in_the_audit_log(client, lead):
    type_password(client)
    type_code(client, "000000")
    assert actions() == ["sign_in_failed"]


def test_a_new_second_factor_is_in_the_audit_log(client, newcomer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert actions() == ["signed_in", "second_factor_added"]


def test_what_a_stranger_typed_as_a_name_is_kept_nowhere(client):
    type_password(client, "my-secret-typed-in-the-wrong-box", "wrong")
    assert AuditEntry.objects.get().subject == "user:unknown"


def test_no_password_and_no_code_gets_into_the_log(client, lead, caplog):
    caplog.set_level("DEBUG")
    type_password(client, "marker-name", "marker-password")
    type_password(client)
    type_code(client, "marker-code")
    sign_in(client)
    written = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert not [marker for marker in ("marker-", PASSWORD, SECRET, code()) if marker in written]


def test_the_pages_of_signing_in_hold_no_inline_script_or_style(client, newcomer):
    pages = [client.get(reverse("mfa_activate_totp"))]
    set_up(client)
    pages += [client.get(reverse(name)) for name in ("mfa_view_recovery_codes", "mfa_index", "usersessions_list")]
    pages += [client.get(reverse(name)) for name in ("mfa_deactivate_totp", "account_change_password")]
    pages += [Client().get(reverse("account_login"))]
    for response in pages:
        shown = response.content.decode()
        assert response.status_code == 200
        assert "<script" not in shown
        assert " style=" not in shown
