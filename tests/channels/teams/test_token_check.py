"""Nobody speaks as Teams who is not: every token that is wrong in one way is refused, and nothing of it is stored."""

from __future__ import annotations

import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.deliveries.models import InboxEntry
from tests.channels.teams.conftest import payload
from tests.peers.fake_bot_connector import TEAMS_SERVICE

pytestmark = pytest.mark.django_db(transaction=True)

NOW = int(time.time())
OTHER_BOT = "11111111-2222-4333-8444-555555555555"
EVIL = "https://smba.trafficmanager.net.evil.example/uk/"


def test_a_good_token_is_taken(deliver):
    assert deliver(payload("message_personal")).status_code == 202
    assert InboxEntry.objects.count() == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 600},
        {"exp": None},
        {"nbf": NOW + 600},
        {"aud": OTHER_BOT},
        {"aud": None},
        {"aud": [OTHER_BOT]},
        {"iss": "https://login.microsoftonline.com/9b8f0c1e-2d3a-4b5c-8d7e-6f5a4b3c2d1e/v2.0"},
        {"iss": "https://api.botframework.com.evil.example"},
        {"iss": None},
        {"serviceurl": "https://smba.trafficmanager.net/amer/"},
        {"serviceurl": None},
    ],
    ids=lambda claims: "-".join(f"{name}={str(value)[:30]}" for name, value in claims.items()),
)
def test_a_token_with_a_wrong_claim_is_refused(deliver, microsoft, claims):
    response = deliver(payload("message_personal"), f"Bearer {microsoft.token(**claims)}")
    assert response.status_code == 401
    assert not InboxEntry.objects.exists()


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", "Bearer x.y.z", "Basic dXNlcjpwYXNz", "Bearer bm90IGEgdG9rZW4"]
)
def test_a_header_without_a_token_is_refused(deliver, shown):
    assert deliver(payload("message_personal"), shown).status_code == 401
    assert not InboxEntry.objects.exists()


def tampered(microsoft):
    head, body, signature = microsoft.token().split(".")
    return ".".join((head, body, signature[:-8] + ("AAAAAAAA" if not signature.endswith("AAAAAAAA") else "BBBBBBBB")))


FORGED = {
    "signed by another key": lambda m: m.token(key=rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    "signature changed": tampered,
    "not signed": lambda m: m.token(key="", algorithm="none"),
    "of an unknown key": lambda m: m.token(kid="another"),
    "signed with RS512": lambda m: m.token(algorithm="RS512"),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_refused(deliver, microsoft, forged):
    assert deliver(payload("message_personal"), f"Bearer {forged(microsoft)}").status_code == 401
    assert not InboxEntry.objects.exists()


def test_a_token_signed_with_the_public_key_as_a_password_is_refused(deliver, microsoft):
    """HS256 with the published RSA key: libraries that let the token choose its algorithm fall for it."""
    import base64
    import hashlib
    import hmac
    import json

    def part(content):
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=")

    claims = microsoft.token().split(".")[1].encode()
    signed = part({"alg": "HS256", "typ": "JWT", "kid": "fake-1"}) + b"." + claims
    mac = hmac.new(microsoft.public_pem(), signed, hashlib.sha256).digest()
    token = (signed + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()
    assert deliver(payload("message_personal"), f"Bearer {token}").status_code == 401


@pytest.mark.parametrize(
    "service", [EVIL, "http://smba.trafficmanager.net/uk/", "https://127.0.0.1/", "https://evil.example/"]
)
def test_an_activity_that_wants_its_answer_elsewhere_is_refused(deliver, microsoft, service):
    token = microsoft.token(serviceurl=service)
    assert deliver(payload("message_personal", serviceUrl=service), f"Bearer {token}").status_code == 401


def test_an_activity_of_another_channel_is_refused(deliver):
    assert deliver(payload("message_personal", channelId="webchat")).status_code == 401


def test_the_service_address_may_be_written_with_or_without_a_slash_at_the_end(deliver, microsoft):
    token = microsoft.token(serviceurl=TEAMS_SERVICE.rstrip("/"))
    assert deliver(payload("message_personal"), f"Bearer {token}").status_code == 202


def test_without_microsofts_keys_the_sender_is_told_to_come_again(deliver, microsoft):
    microsoft.stop()
    assert deliver(payload("message_personal"), f"Bearer {microsoft.token()}").status_code == 503
    assert not InboxEntry.objects.exists()


def test_a_refusal_says_why_in_the_log_and_shows_no_token(deliver, microsoft, caplog):
    token = microsoft.token(exp=NOW - 600)
    deliver(payload("message_personal"), f"Bearer {token}")
    assert "ExpiredSignatureError" in caplog.text
    assert token not in caplog.text


def test_on_trial_only_the_connector_of_this_machine_is_spoken_to(on_trial, client):
    refused = client.post("/api/teams/messages", payload("message_personal"), content_type="application/json")
    assert refused.status_code == 401


def test_without_teams_set_up_there_is_no_such_address(gateway, client):
    assert gateway.SIGNPOST.teams is None
    sent = client.post("/api/teams/messages", payload("message_personal"), content_type="application/json")
    assert sent.status_code == 404
