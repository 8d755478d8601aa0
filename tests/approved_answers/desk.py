"""A safeguarding lead of Oakfield at the console, its policies, and a gateway that can match."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bot.approved_answers.models import ApprovedAnswer
from bot.console import approved_views
from bot.console.policy_shelf import PolicyShelf
from bot.datatypes.policy import Clause, ClauseKind, PolicyDocument, School, Section
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import open_message_encoder
from tests.channels.gateway_fixtures import ELMHURST, OAKFIELD
from tests.questions.people import member

PARKING = "Where can visitors park during the school day?"
BAYS = "In the bays by the gate."


@pytest.fixture
def encoder(gateway, sample_settings):
    """The gateway with a sentence encoder, which no test before has loaded."""
    open_message_encoder.cache_clear()
    gateway.SIGNPOST.onnx_encoder.symlink_to(sample_settings.onnx_encoder.resolve(), target_is_directory=True)


def clause(clause_id, text):
    return Clause(
        clause_id=clause_id,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        label=clause_id.removeprefix("c-"),
        kind=ClauseKind.NUMBERED,
        section=0,
        line=1,
        spans=(),
    )


@pytest.fixture
def clauses(gateway):
    """Stores the clauses of a school's one policy: ids and words."""

    def store(school=OAKFIELD, **texts):
        document = PolicyDocument(
            document_id="site",
            school=school.school,
            title="Site Policy",
            source="site.txt",
            source_digest="0",
            sections=(Section(title="Site"),),
            blocks=(),
            clauses=tuple(clause(name.replace("_", "-"), text) for name, text in texts.items()),
        )
        ClauseStore(gateway.SIGNPOST.index).write(School(profile=school, documents=(document,)))

    return store


@pytest.fixture
def policies(gateway, clauses, monkeypatch):
    """Oakfield and Elmhurst with a clause each, and the console's shelf over them."""
    clauses(c_1="Visitors sign in at the office.", c_2="Cars are left in marked bays.")
    clauses(ELMHURST, c_9="Elmhurst's cars stay outside.")
    shelf = PolicyShelf(gateway.SIGNPOST.index)
    monkeypatch.setattr(approved_views, "policy_shelf", lambda: shelf)


@pytest.fixture
def lead(client):
    user = member("lead", oakfield="safeguarding_lead")
    client.force_login(user)
    return user


@pytest.fixture
def write(client, policies):
    """Fills in the form of a new answer and presses a button; gives the response."""

    def fill(do="publish", address=None, **changes):
        fields = {
            "school": "oakfield",
            "question": PARKING,
            "phrasings": "where do visitors leave their cars\nis there parking for visitors",
            "text": BAYS,
            "audience": "everyone",
            "expires_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
            "do": do,
        }
        return client.post(address or reverse("approved-new"), fields | changes)

    return fill


@pytest.fixture
def publish(write, lead):
    """Publishes an answer through the console."""

    def through_the_console(**changes):
        response = write(**changes)
        assert response.status_code == 302, response.content.decode()
        return ApprovedAnswer.objects.latest("pk")

    return through_the_console
