"""Signing in to Microsoft: with a secret or a certificate, kept until it ends, and never waited for without end."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
from dataclasses import replace
from uuid import uuid4

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from bot.channels.teams.access_token import AccessTokens
from bot.channels.teams.connector import Connector
from bot.channels.teams.sender import TeamsSender
from bot.datatypes.answer import Message
from bot.deliveries.sender import Outgoing, RetryLaterError
from bot.settings import TeamsSettings
from tests.channels.teams.conftest import REGISTERED
from tests.peers.fake_bot_connector import APP_ID, FakeBotConnector


def certificate():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return key, made


@pytest.fixture
def login(tmp_path, monkeypatch):
    """The login service over TLS, with a certificate that this test alone trusts."""
    key, made = certificate()
    pem = tmp_path / "login.pem"
    pem.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    peer = FakeBotConnector(tls)
    yield peer
    peer.stop()


def token(tokens):
    return asyncio.run(tokens.token())


def test_a_token_is_fetched_with_the_secret_and_kept(login):
    tokens = AccessTokens(REGISTERED, login.url)
    assert [token(tokens), token(tokens)] == ["token-1", "token-1"]
    [form] = login.logins
    assert form["grant_type"] == ["client_credentials"]
    assert form["scope"] == ["https://api.botframework.com/.default"]


def test_a_token_is_fetched_with_a_certificate(login, tmp_path):
    key, made = certificate()
    pfx = tmp_path / "bot.pfx"
    pfx.write_bytes(pkcs12.serialize_key_and_certificates(b"bot", key, made, None, serialization.NoEncryption()))
    assert token(AccessTokens(replace(REGISTERED, secret="", certificate=pfx), login.url)) == "token-1"
    [assertion] = login.logins[0]["client_assertion"]
    said = jwt.decode(assertion, key.public_key(), algorithms=["PS256", "RS256"], options={"verify_aud": False})
    assert said["iss"] == APP_ID


def test_a_refused_sign_in_names_microsofts_code_alone(login):
    login.login_refuses = True
    with pytest.raises(RetryLaterError, match="AADSTS7000215") as error:
        token(AccessTokens(REGISTERED, login.url))
    assert "Invalid secret" not in error.value.problem


def test_a_login_service_that_cannot_be_reached_is_asked_again_later(login):
    tokens = AccessTokens(REGISTERED, login.url)
    login.stop()
    with pytest.raises(RetryLaterError, match="failed"):
        token(tokens)


def test_a_certificate_that_cannot_be_read_is_said(login, tmp_path):
    missing = replace(REGISTERED, secret="", certificate=tmp_path / "missing.pfx")
    with pytest.raises(RetryLaterError, match="FileNotFoundError"):
        token(AccessTokens(missing, login.url))


def test_the_connector_is_shown_the_token(login, microsoft):
    connector = Connector(TeamsSettings(local_connector=microsoft.url), AccessTokens(REGISTERED, login.url))
    address = {"conversation": "a:c", "is_personal": True, "tenant": "t", "user": "u", "bot": "b"}
    address["service_url"] = microsoft.url
    hello = Message(kind="text", text="Hello.")
    asyncio.run(TeamsSender(connector, "https://signpost.example.org").send(Outgoing(address, (hello,), uuid4())))
    assert microsoft.tokens == ["Bearer token-1"]


def test_on_trial_nobody_signs_in(microsoft):
    assert token(AccessTokens(TeamsSettings(local_connector=microsoft.url))) == ""
