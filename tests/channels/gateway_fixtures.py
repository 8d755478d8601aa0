"""A gateway of two invented schools with a fake dialogue behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.message_reading import read_message
from bot.answering.safeguarding_screen import SafeguardingScreen
from bot.channels.kept_event import kept_events
from bot.channels.message_service import gateway_service
from bot.channels.readiness import gateway_readiness
from bot.datatypes.policy import Contact, School, SchoolProfile
from bot.index.clause_store import ClauseStore
from bot.questions.scrubbing import scrub
from tests.channels.fake_dialogue import SECRET, FakeDialogue

TOKEN = "api-token"
OAKFIELD = SchoolProfile(
    school="oakfield",
    name="Oakfield Primary School",
    safeguarding_lead=Contact(name="Robin Sample", title="Designated Safeguarding Lead", contact="01632 960001"),
    head=Contact(name="Alex Specimen", title="Headteacher", contact="01632 960002"),
    chair=Contact(name="Jo Instance", title="Chair of governors", contact="chair@oakfield.example.org"),
)
ELMHURST = SchoolProfile(school="elmhurst", name="Elmhurst Primary School")


@pytest.fixture
def dialogue():
    fake = FakeDialogue()
    yield fake
    fake.stop()


@pytest.fixture
def gateway(settings, tmp_path, dialogue):
    """Django's settings object, with a gateway of its own in ``SIGNPOST``, which has loaded what one loads first."""
    scrub("May I use my phone?")
    SafeguardingScreen(tmp_path / "encoder").load()  # there is none: it goes by the words, as these tests do
    store = ClauseStore(tmp_path / "index")
    for profile in (OAKFIELD, ELMHURST):
        store.write(School(profile=profile, documents=()))
    settings.SIGNPOST = replace(
        settings.SIGNPOST,
        home=tmp_path,
        api_token=TOKEN,
        dialogue_port=dialogue.port,
        dialogue_secret=SECRET,
        dialogue_timeout=5.0,
        actions_port=dialogue.port,
    )
    forget_services()
    yield settings
    forget_services()


def forget_services():
    gateway_service.cache_clear()
    kept_events.cache_clear()
    gateway_readiness.cache_clear()


@pytest.fixture
def impatient(gateway):
    """The gateway, with hardly any patience for its dialogue."""
    read_message("May I?", None)  # the word lists, which a gateway loads before its first message
    gateway.SIGNPOST = replace(gateway.SIGNPOST, dialogue_timeout=1.0)
    forget_services()
    return gateway


@pytest.fixture
def patient(monkeypatch):
    """However busy the machine that tests is, the disk takes a message in time."""
    monkeypatch.setattr("bot.channels.late_storage.KEEP_PATIENCE", 30.0)


@pytest.fixture
def post(gateway, client):
    """Posts a body to the API as its rightful user; anything given replaces or adds to a good body."""

    def send(**changes):
        body = {"school": "oakfield", "conversation": "c-1", "text": "Where do phones go?"} | changes
        return client.post(
            "/api/v1/messages", body, content_type="application/json", headers={"Authorization": f"Bearer {TOKEN}"}
        )

    return send


@pytest.fixture
def ask(post):
    """Posts a good body and gives the messages."""
    return lambda **changes: post(**changes).json()["messages"]


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash passwords quickly: what the hash is worth is Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
