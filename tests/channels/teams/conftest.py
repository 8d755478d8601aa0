"""A gateway of two schools with Teams set up, and Microsoft as a fake on loopback."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import AsyncClient
from microsoft_agents.hosting.core.authorization.jwt import jwt_token_validator

from bot.datatypes.policy import ChannelPlaces, School
from bot.index.clause_store import ClauseStore
from bot.settings import TeamsSettings
from tests.channels.gateway_fixtures import ELMHURST, OAKFIELD, forget_services
from tests.peers.fake_bot_connector import APP_ID, ISSUER, SECRET, TENANT_ID, FakeBotConnector

PAYLOADS = Path(__file__).parent / "payloads"
OURS = ChannelPlaces(workspaces=(TENANT_ID,))
REGISTERED = TeamsSettings(app_id=APP_ID, tenant_id=TENANT_ID, secret=SECRET)


def payload(name, **changes):
    """An activity as Teams sends it; ``changes`` replace what it holds, and None takes it out."""
    activity = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8")) | changes
    return {key: value for key, value in activity.items() if value is not None}


def place_schools(home, *schools):
    store = ClauseStore(home / "index")
    for profile, places in schools:
        store.write(School(profile=profile.model_copy(update={"places": {"teams": places}}), documents=()))
    forget_services()


@pytest.fixture
def microsoft(monkeypatch):
    """Microsoft's published keys are those of the fake."""
    peer = FakeBotConnector()
    monkeypatch.setitem(jwt_token_validator.BOTFRAMEWORK_JWKS_URIS, ISSUER, f"{peer.url}/v1/.well-known/keys")
    yield peer
    peer.stop()


@pytest.fixture
def registered(gateway, microsoft, monkeypatch):
    """The gateway with a bot registered in Oakfield's tenant."""
    monkeypatch.setattr("bot.channels.teams.endpoint.STORING_PATIENCE", 30.0)  # a slow machine is no fault
    gateway.SIGNPOST = replace(gateway.SIGNPOST, teams=REGISTERED)
    place_schools(gateway.SIGNPOST.home, (OAKFIELD, OURS), (ELMHURST, ChannelPlaces()))
    return gateway


@pytest.fixture
def on_trial(gateway, microsoft, monkeypatch):
    """The gateway with the fake as a connector of this machine."""
    monkeypatch.setattr("bot.channels.teams.endpoint.STORING_PATIENCE", 30.0)  # a slow machine is no fault
    local = TeamsSettings(local_connector=microsoft.url)
    gateway.SIGNPOST = replace(gateway.SIGNPOST, teams=local, dialogue_timeout=60.0)
    place_schools(gateway.SIGNPOST.home, (OAKFIELD, OURS), (ELMHURST, ChannelPlaces()))
    return gateway


@pytest.fixture
def deliver(registered, microsoft, client, monkeypatch):
    """Posts an activity with a good token, or with the header given; no sign of typing is sent."""
    monkeypatch.setattr("bot.channels.teams.endpoint._show_typing", lambda _activity, _connector: None)

    def post(activity, authorization=None):
        shown = f"Bearer {microsoft.token()}" if authorization is None else authorization
        headers = {"Authorization": shown} if shown else {}
        return client.post("/api/teams/messages", activity, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def converse(on_trial, microsoft, monkeypatch):
    """Runs ``scenario(say)`` with the gateway's worker beside it; ``say`` posts an activity and gives the status."""
    from bot.channels.gateway_worker import work_off_channels

    monkeypatch.setattr("bot.channels.worker.PAUSE", 0.01)
    monkeypatch.setattr("bot.channels.outbox_worker.FIRST_PAUSE", 0.01)

    async def say(activity):
        body = json.dumps(activity | {"serviceUrl": microsoft.url})
        response = await AsyncClient().post("/api/teams/messages", body, content_type="application/json")
        return response.status_code

    async def both(scenario):
        worker = asyncio.create_task(work_off_channels())
        try:
            return await scenario(say)
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    return lambda scenario: asyncio.run(both(scenario))
