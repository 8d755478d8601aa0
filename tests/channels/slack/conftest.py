"""A gateway of two invented schools in Slack: each has a workspace of its own, and they share one of their trust."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import AsyncClient

from bot.channels.database_threads import in_database_thread
from bot.channels.message_service import gateway_service
from bot.channels.senders import configured_senders
from bot.channels.slack import bolt_app
from bot.channels.slack.bolt_app import slack_app
from bot.channels.worker import Worker
from bot.datatypes.policy import ChannelPlaces, PolicyDocument, School, Section
from bot.index.clause_store import ClauseStore
from bot.settings import SlackSettings
from tests.channels.gateway_fixtures import ELMHURST, OAKFIELD, forget_services
from tests.peers.fake_slack import SIGNING_SECRET, FakeSlack, encoded, signed

PAYLOADS = Path(__file__).parent / "payloads"
TOKENS = {"xoxb-oak": "T0OAK", "xoxb-elm": "T0ELM", "xoxb-trust": "T0TRUST"}
PUBLIC_URL = "https://signpost.example.org"


def payload(name, workspace="T0OAK", **changes):
    """A recorded payload; ``changes`` are of its event, of the pressed button's ``value``, or of the command."""
    body = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8").replace("T0OAK", workspace))
    (body["event"] if "event" in body else body["actions"][0] if "actions" in body else body).update(changes)
    return body


def direct(text="Where do phones go?", number=1, **options):
    """A direct message; ``number`` makes it another one."""
    return payload("direct_message", **{"text": text, "ts": f"17600000{number:02}.000200"} | options)


def document(title):
    return PolicyDocument(
        document_id="phones", school="oakfield", title=title, source="p.txt", source_digest="0", sections=(Section(),),
        blocks=(), clauses=(),
    )  # fmt: skip


@pytest.fixture
def slack():
    fake = FakeSlack({token: workspace for token, workspace in TOKENS.items()}).start()
    yield fake
    fake.stop()


@pytest.fixture
def connected(gateway, slack, tmp_path, monkeypatch):
    """Django's settings object with the gateway connected to the fake Slack; a slow machine is no fault."""
    monkeypatch.setattr(bolt_app, "STORING_PATIENCE", 30.0)
    tokens = tmp_path / "slack-tokens.yml"
    tokens.write_text("".join(f"{workspace}: {token}\n" for token, workspace in TOKENS.items()), encoding="utf-8")
    store = ClauseStore(tmp_path / "index")
    for profile, places in (
        (OAKFIELD, ChannelPlaces(workspaces=("T0OAK", "T0TRUST"))),
        (ELMHURST, ChannelPlaces(workspaces=("T0ELM", "T0TRUST"), rooms=("C0ELM",))),
    ):
        store.write(
            School(
                profile=profile.model_copy(update={"places": {"slack": places}}), documents=(document("Phone Policy"),)
            )
        )
    connect(gateway, SlackSettings(tokens=tokens, signing_secret=SIGNING_SECRET, api_url=slack.api_url))
    yield gateway
    forget()


def connect(gateway, slack_settings):
    """Set Slack up anew; with patience, for the first question of a process loads what reads it."""
    gateway.SIGNPOST = replace(gateway.SIGNPOST, slack=slack_settings, public_url=PUBLIC_URL, dialogue_timeout=30.0)
    forget()


def forget():
    forget_services()
    slack_app.cache_clear()


@pytest.fixture
def knock(connected, client):
    """Posts a payload, signed as Slack does; gives the response."""

    def post(body, *, headers=None, secret=SIGNING_SECRET, at=None, retry=None):
        text, kind = encoded(body)
        sent = signed(text, secret, at=at) if headers is None else headers
        sent |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        return client.post("/slack/events", text, content_type=kind, headers=sent)

    return post


@pytest.fixture
def talk(connected, slack):
    """Posts payloads one after the other with the worker beside them, each when ``slack`` shows one post more.

    A payload may be made from ``slack`` when its turn comes, for pressing a button; None sends nothing. ``silent`` ones
    bring no post.
    It ends once ``shown`` posts are there.
    """

    def run(*payloads, silent=(), shown=0):
        async def all_of_it():
            senders = configured_senders(connected.SIGNPOST)
            worker = asyncio.create_task(Worker(gateway_service(), senders, connected.SIGNPOST.home).run())
            try:
                for place, body in enumerate(payloads):
                    made = await in_database_thread(body, slack) if callable(body) else copy.deepcopy(body)
                    await _one(made, place in silent)
                await asyncio.to_thread(slack.until, lambda: len(slack.posts) >= shown)
            finally:
                worker.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await worker

        async def _one(body, is_silent):
            before = len(slack.posts)
            if body is None:
                return
            text, kind = encoded(body)
            response = await AsyncClient().post("/slack/events", text, content_type=kind, headers=signed(text))
            assert response.status_code == 200
            if not is_silent:
                await asyncio.to_thread(slack.until, lambda: len(slack.posts) > before)

        asyncio.run(all_of_it())
        return slack.posts

    return run
