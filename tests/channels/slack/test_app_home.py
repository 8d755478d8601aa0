"""What the Home tab shows, and to whom."""

from __future__ import annotations

import asyncio

import pytest
from django.test import AsyncClient

from bot.channels.slack.app_home import build_home
from bot.datatypes.policy import School
from tests.channels.gateway_fixtures import OAKFIELD
from tests.channels.slack.conftest import PUBLIC_URL, document, payload
from tests.peers.block_kit_limits import complaints
from tests.peers.fake_slack import encoded, signed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_home(connected, slack):
    """Opens the Home tab; gives its view as text once Slack has it."""

    def run(workspace="T0OAK", **changes):
        async def scenario():
            text, kind = encoded(payload("home_opened", workspace, **changes))
            response = await AsyncClient().post("/slack/events", text, content_type=kind, headers=signed(text))
            assert response.status_code == 200
            await asyncio.to_thread(slack.until, lambda: slack.views)

        asyncio.run(scenario())
        return str(slack.views["U0ADA"])

    return run


def test_the_home_tab_shows_the_schools_policies_and_people(open_home):
    home = open_home()
    assert "https://signpost.example.org/policies/oakfield/phones/" in home
    assert "Robin Sample, 01632 960001" in home
    assert "999" in home


@pytest.mark.parametrize(("workspace", "named", "other"), [("T0OAK", "Oakfield", "Elm"), ("T0ELM", "Elmhurst", "Oak")])
def test_the_home_tab_is_the_askers_own_schools(open_home, workspace, named, other):
    home = open_home(workspace)
    assert named in home
    assert other not in home


def test_who_has_yet_to_choose_a_school_is_told_where(open_home):
    home = open_home("T0TRUST")
    assert "Several schools" in home
    assert "oakfield" not in home


def test_another_tab_shows_nothing(knock, slack):
    assert knock(payload("home_opened", tab="messages")).status_code == 200
    assert slack.calls == []


def test_the_home_tab_shows_hostile_titles_and_names_literally():
    hostile = "<!channel> *bold* <https://evil.example|x> \u202eesrever"
    school = School(profile=OAKFIELD.model_copy(update={"name": hostile}), documents=(document(hostile),) * 90)
    blocks = build_home(school, has_choice=False, public_url=PUBLIC_URL)["blocks"]
    assert complaints(blocks, most=100) == []
    assert str(blocks).count("<!channel> *bold* <https://evil.example|x> esrever") == 81
    assert "mrkdwn" not in str(blocks)
