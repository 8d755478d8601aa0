"""Linked and told in Teams: through its activities and the Bot Connector."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.utils import timezone

from bot.channels.message_now import send_now
from bot.notifications.chat_links import make_code
from bot.notifications.models import ChatLink, Sending, Way
from bot.notifications.round import tell_everybody
from bot.notifications.trial import send_trial
from bot.questions.models import ReviewItem
from tests.channels.teams.conftest import converse, microsoft, on_trial, payload
from tests.notifications.conftest import MARKER
from tests.peers.fake_bot_connector import written
from tests.questions.people import item, member

__all__ = ["converse", "microsoft", "on_trial"]

pytestmark = pytest.mark.django_db(transaction=True)

CHAT = "a:chat-of-29:invented-person"


@pytest.fixture
def lead(on_trial):
    return member("lead", oakfield="safeguarding_lead")


@pytest.fixture
def converse_until(converse, microsoft):
    """Says ``activity``, if any, with the worker beside it, until Teams shows ``count`` messages."""

    def run(activity=None, count=1):
        async def scenario(say):
            if activity:
                assert await say(activity) == 202
            assert await asyncio.to_thread(microsoft.wait_for, lambda: len(microsoft.messages()) >= count)

        converse(scenario)

    return run


def test_a_concern_comes_to_the_chat_that_was_linked_with_kind_and_link(lead, converse_until, microsoft):
    code = make_code(lead, "oakfield", Way.TEAMS)
    converse_until(written(code, activity="code-1"))
    assert "From now on you are told here" in json.dumps(microsoft.cards(CHAT)[0])
    waiting = item(kind=ReviewItem.Kind.CONCERN, text=f"she said {MARKER}")
    tell_everybody(timezone.now())
    converse_until(count=2)
    tell_everybody(timezone.now())
    [_, message] = microsoft.messages(CHAT)
    card = message["attachments"][0]["content"]
    assert "Safeguarding concern, at oakfield" in json.dumps(card)
    [link] = [action["url"] for part in card["body"] for action in part.get("actions", ())]
    assert link.endswith(f"/console/items/{waiting.pk}/")
    assert message["summary"] == "Signpost has written to you."
    assert MARKER not in json.dumps(message)
    assert Sending.objects.get().state == Sending.State.SENT


def test_a_code_in_a_channel_links_nobody(lead, converse_until, microsoft):
    code = make_code(lead, "oakfield", Way.TEAMS)
    channel = payload("message_channel")
    converse_until(channel | {"text": channel["text"].partition("</at>")[0] + f"</at> {code}"})
    assert "Others can read what is written there" in json.dumps(microsoft.cards())
    assert not ChatLink.objects.exists()


def test_a_test_arrives_in_the_chat_or_says_why_not(lead, converse_until, microsoft):
    converse_until(written(make_code(lead, "oakfield", Way.TEAMS), activity="code-1"))
    assert send_trial(lead, "oakfield", Way.TEAMS, send_now) == ""
    assert "This is a test from Signpost. Nothing is waiting." in json.dumps(microsoft.cards(CHAT)[-1])
    microsoft.faults.append("403")
    assert send_trial(lead, "oakfield", Way.TEAMS, send_now) == "Teams answered 403 BotNotInConversationRoster"
