"""Signing in with Microsoft Entra ID or Google, against a directory of our own that speaks their protocol."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.urls import reverse

from bot.accounts.invitations import accept_with_password, invite
from bot.console.sign_in_settings import directory_providers
from bot.questions.models import AuditEntry, SchoolMembership
from bot.settings import load_settings
from tests.console.fake_directory import CLIENT, CLIENT_SECRET, run_fake_directory
from tests.console.signing_in import is_signed_in, type_code
from tests.questions.people import PASSWORD, member

pytestmark = pytest.mark.django_db

ADDRESS = "sam@oakfield.example.org"
CALLBACK = reverse("openid_connect_callback", args=["google"])


@pytest.fixture
def directory(settings):
    """The directory, set up as the one of Google."""
    with run_fake_directory() as running:
        given = {"SIGNPOST_GOOGLE_CLIENT_ID": CLIENT, "SIGNPOST_GOOGLE_CLIENT_SECRET": CLIENT_SECRET}
        providers = directory_providers(load_settings(given))
        providers["openid_connect"]["APPS"][0]["settings"]["server_url"] = running.url
        settings.SOCIALACCOUNT_PROVIDERS = providers
        yield running


def leave(client, query=""):
    """Press the button; gives what the directory is asked."""
    response = client.post(reverse("openid_connect_login", args=["google"]) + query)
    return {name: value for name, [value] in parse_qs(urlsplit(response.url).query).items()}


def come_back(client, query=""):
    return client.get(CALLBACK, {"code": "a-code", "state": leave(client, query)["state"]})


def test_the_sign_in_page_offers_the_directories_that_are_set_up(client, directory):
    shown = client.get(reverse("account_login"))
    assert "Sign in with Google" in shown.content.decode()
    assert "Microsoft" not in shown.content.decode()
    assert f"form-action 'self' {directory.url};" in shown.headers["Content-Security-Policy"]


def test_other_pages_lead_nowhere_else(client, directory):
    assert "form-action 'self';" in client.get("/nothing/").headers["Content-Security-Policy"]


def test_the_directory_is_asked_with_a_state_and_a_challenge(client, directory):
    asked = leave(client)
    assert asked["client_id"] == CLIENT
    assert asked["redirect_uri"].endswith(CALLBACK)
    assert {"state", "code_challenge"} <= set(asked)


def test_following_a_link_starts_nothing(client, directory):
    assert client.get(reverse("openid_connect_login", args=["google"])).status_code == 200


def test_an_invited_address_gets_its_account_and_part(client, directory):
    invite(ADDRESS, "oakfield", "deputy")
    come_back(client)
    assert is_signed_in(client)
    assert set(SchoolMembership.objects.values_list("user__username", "school", "role")) == {
        (ADDRESS, "oakfield", "deputy")
    }
    assert not User.objects.get().has_usable_password()


def test_a_second_factor_is_asked_of_them_too(client, directory):
    invite(ADDRESS, "oakfield", "deputy")
    come_back(client)
    assert client.get(reverse("console")).url == reverse("mfa_activate_totp")


def test_whoever_has_one_types_its_code(client, directory):
    User.objects.filter(pk=member("sam", oakfield="deputy").pk).update(email=ADDRESS)
    assert come_back(client).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    type_code(client)
    assert is_signed_in(client)


def test_an_address_that_was_not_invited_is_turned_away(client, directory):
    response = come_back(client)
    assert "was not invited" in response.content.decode()
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_an_address_that_the_directory_does_not_vouch_for_is_turned_away(client, directory):
    invite(ADDRESS, "oakfield", "deputy")
    directory.claims["email_verified"] = False
    come_back(client)
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_a_closed_account_is_turned_away(client, directory):
    invitation, _ = invite(ADDRESS, "oakfield", "deputy")
    accept_with_password(invitation, PASSWORD)
    User.objects.update(is_active=False)
    come_back(client)
    assert not is_signed_in(client)


def test_an_account_closed_since_the_first_visit_is_turned_away(client, directory):
    invite(ADDRESS, "oakfield", "deputy")
    come_back(client)
    User.objects.update(is_active=False)
    client.logout()
    come_back(client)
    assert not is_signed_in(client)


def test_the_person_is_known_again_by_the_directory_not_by_the_address(client, directory):
    invite(ADDRESS, "oakfield", "deputy")
    come_back(client)
    client.logout()
    directory.claims["email"] = "sam.married@oakfield.example.org"
    come_back(client)
    assert is_signed_in(client)
    assert User.objects.count() == 1


def test_an_old_state_is_refused(client, directory):
    invite(ADDRESS, "oakfield", "deputy")
    client.get(CALLBACK, {"code": "a-code", "state": "invented"})
    assert not is_signed_in(client)


def test_a_signed_in_person_attaches_no_other_address(client, directory):
    client.force_login(member("lead", oakfield="safeguarding_lead"))
    come_back(client, "?process=connect")
    client.logout()
    come_back(client)
    assert not is_signed_in(client)


def test_a_refusal_of_the_directory_is_told_calmly(client, directory, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "wrong"
    assert "did not work" in come_back(client).content.decode()


def test_signing_in_through_the_directory_is_in_the_audit_log(client, directory):
    invite(ADDRESS, "oakfield", "deputy")
    come_back(client)
    assert AuditEntry.objects.latest("number").action == "signed_in"
    assert not Authenticator.objects.exists()
