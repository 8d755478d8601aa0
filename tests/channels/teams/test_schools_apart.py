"""Nothing of one school reaches another through Teams: every pair of schools, crossed."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from bot.datatypes.policy import ChannelPlaces
from tests.channels.gateway_fixtures import ELMHURST, OAKFIELD
from tests.channels.teams.conftest import place_schools
from tests.peers.fake_bot_connector import written

pytestmark = pytest.mark.django_db(transaction=True)

TENANTS = {"oakfield": "aaaaaaaa-0000-4000-8000-000000000001", "elmhurst": "eeeeeeee-0000-4000-8000-000000000002"}
PAIRS = [("oakfield", "elmhurst"), ("elmhurst", "oakfield")]


def from_tenant(school, text="Where do phones go?", **changes):
    tenant = TENANTS[school]
    activity = written(text, activity=changes.pop("activity", "1"), person=f"29:{school}")
    activity["conversation"]["tenantId"] = tenant
    activity["channelData"]["tenant"]["id"] = tenant
    return activity | changes


@pytest.fixture
def two_tenants(on_trial):
    schools = [(profile, ChannelPlaces(workspaces=(TENANTS[profile.school],))) for profile in (OAKFIELD, ELMHURST)]
    place_schools(on_trial.SIGNPOST.home, *schools)
    return on_trial


async def answers(microsoft, count):
    assert await asyncio.to_thread(microsoft.wait_for, lambda: len(microsoft.messages()) >= count)


@pytest.mark.parametrize(("mine", "other"), PAIRS)
def test_a_tenant_is_answered_by_its_own_school(converse, two_tenants, microsoft, dialogue, mine, other):
    async def scenario(say):
        await say(from_tenant(mine))
        await answers(microsoft, 1)

    converse(scenario)
    assert {turn["school"] for turn in dialogue.turns} == {mine}
    assert len(microsoft.messages(f"a:chat-of-29:{mine}")) == 1
    assert microsoft.messages(f"a:chat-of-29:{other}") == []


@pytest.mark.parametrize(("mine", "other"), PAIRS)
def test_a_button_of_another_schools_answer_does_nothing(converse, two_tenants, microsoft, mine, other):
    async def scenario(say):
        await say(from_tenant(other))
        await answers(microsoft, 1)
        actions = [a for element in microsoft.cards()[0]["body"] for a in element.get("actions", ())]
        press = next(action["data"] for action in actions if action["title"] == "Ask the safeguarding lead")
        await say(from_tenant(mine, text="", activity="2", value=press))
        await answers(microsoft, 2)

    converse(scenario)
    assert "That button does nothing here" in json.dumps(microsoft.cards(f"a:chat-of-29:{mine}"))


@pytest.mark.parametrize(("mine", "other"), PAIRS)
def test_a_school_of_another_tenant_cannot_be_chosen(converse, two_tenants, microsoft, dialogue, mine, other):
    async def scenario(say):
        await say(from_tenant(mine, text="", value={"signpost_button": f"school:{other}"}))
        await answers(microsoft, 1)
        await say(from_tenant(mine, activity="2"))
        await answers(microsoft, 2)

    converse(scenario)
    assert {turn["school"] for turn in dialogue.turns} == {mine}


def test_no_log_holds_what_people_write(converse, two_tenants, microsoft, caplog):
    caplog.set_level(logging.DEBUG)
    microsoft.faults.extend(["500", "503"])

    async def scenario(say):
        await say(from_tenant("oakfield", text="Where does the marker-9f31 phone go?"))
        await answers(microsoft, 1)

    converse(scenario)
    assert "marker-9f31" not in caplog.text
