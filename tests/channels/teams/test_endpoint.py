"""What Teams brings becomes a committed row, once, of the right school, before it is acknowledged."""

from __future__ import annotations

import pytest

from bot.datatypes.policy import ChannelPlaces
from bot.deliveries.models import Delivery, InboxEntry, UnknownWorkspace
from tests.channels.gateway_fixtures import ELMHURST, OAKFIELD
from tests.channels.teams.conftest import payload, place_schools
from tests.peers.fake_bot_connector import TENANT_ID, disordered, written

pytestmark = pytest.mark.django_db(transaction=True)


def taken():
    return InboxEntry.objects.order_by("id")


def test_a_message_is_a_row_of_its_school(deliver):
    assert deliver(payload("message_personal")).status_code == 202
    entry = taken().get()
    assert (entry.channel, entry.school, entry.text) == ("teams", "oakfield", "Where do phones go?")
    assert entry.ordered_at.isoformat() == "2026-09-01T08:30:00.123000+00:00"


def test_who_asked_is_a_pseudonym(deliver):
    deliver(payload("message_personal"))
    assert len(taken().get().asker) == 64


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("message_channel", "Where do phones go?"),
        ("message_group_chat", "can Jo Other take a phone on a trip?"),
    ],
)
def test_the_mention_of_signpost_is_taken_off(deliver, name, text):
    deliver(payload(name))
    assert taken().get().text == text


def test_a_press_carries_the_id_of_its_button(deliver):
    deliver(payload("press_of_a_button"))
    assert (taken().get().button, taken().get().text) == ("b-1:helpful", "")


@pytest.mark.parametrize(
    "name", ["message_edited", "message_deleted", "reaction", "removed", "person_added", "bot_itself"]
)
def test_what_asks_for_nothing_is_acknowledged_and_left(deliver, name):
    assert deliver(payload(name)).status_code == 202
    assert not taken().exists()


def test_an_invoke_is_told_that_nothing_is_implemented(deliver):
    assert deliver(payload("task_module")).status_code == 501


def test_the_same_activity_again_is_one_row(deliver):
    for activity in disordered([payload("message_personal")], twice=True):
        assert deliver(activity).status_code == 202
    assert taken().count() == 1


def test_the_same_id_in_another_conversation_is_another_activity(deliver):
    for person in ("29:one", "29:two"):
        deliver(written("Where do phones go?", activity="1788251400123", person=person))
    assert taken().count() == 2


def test_two_people_in_one_thread_have_a_conversation_each(deliver):
    first = payload("message_channel")
    deliver(first)
    deliver(first | {"id": "2", "from": {"id": "29:other", "aadObjectId": "other"}})
    assert len(set(taken().values_list("conversation", flat=True))) == 2


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"{}", b'{"type": "message"}', b"\xff"])
def test_what_is_no_activity_is_a_bad_request(registered, client, body):
    assert client.post("/api/teams/messages", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("part", ["id", "conversation", "from", "serviceUrl"])
def test_an_activity_without_its_ids_is_a_bad_request(deliver, part):
    assert deliver(payload("message_personal", **{part: None})).status_code == 400


def test_only_post_is_answered(registered, client):
    assert client.get("/api/teams/messages").status_code == 405


def test_being_installed_is_welcomed_once_though_teams_says_it_twice(deliver):
    for name in ("installed", "bot_added", "installed"):
        assert deliver(payload(name)).status_code == 202
    [delivery] = Delivery.objects.all()
    assert "Oakfield Primary School" in delivery.messages[0]["text"]
    assert "Robin Sample" in delivery.messages[0]["text"]


def test_an_unknown_tenant_gets_a_refusal_that_names_no_school(deliver, registered):
    place_schools(registered.SIGNPOST.home, (OAKFIELD, ChannelPlaces()), (ELMHURST, ChannelPlaces()))
    for name in ("installed", "message_personal"):
        deliver(payload(name))
    for delivery in Delivery.objects.all():
        assert "does not know which school" in delivery.messages[0]["text"]
        assert "Oakfield" not in delivery.messages[0]["text"]
    assert UnknownWorkspace.objects.get().workspace == TENANT_ID


def test_where_schools_share_a_tenant_the_team_tells_which(deliver, registered):
    team = payload("message_channel")["channelData"]["team"]["id"]
    shared = ChannelPlaces(workspaces=(TENANT_ID,))
    elmhurst = ChannelPlaces(workspaces=(TENANT_ID,), rooms=(team,))
    place_schools(registered.SIGNPOST.home, (OAKFIELD, shared), (ELMHURST, elmhurst))
    deliver(payload("message_channel"))
    assert taken().get().school == "elmhurst"


def test_where_schools_share_a_tenant_the_asker_chooses_once(deliver, registered):
    shared = ChannelPlaces(workspaces=(TENANT_ID,))
    place_schools(registered.SIGNPOST.home, (OAKFIELD, shared), (ELMHURST, shared))
    deliver(payload("message_personal"))
    buttons = Delivery.objects.get().messages[0]["buttons"]
    assert [button["id"] for button in buttons] == ["school:elmhurst", "school:oakfield"]
    deliver(payload("press_of_a_button", value={"signpost_button": "school:elmhurst"}))
    assert set(taken().values_list("school", flat=True)) == {"elmhurst"}
