"""Whole conversations: an activity comes in, and a card goes out through the Bot Connector."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.channels.database_threads import in_database_thread
from bot.datatypes.answer import Message
from bot.deliveries.models import Delivery, InboxEntry
from bot.deliveries.outbox import queue_proactive
from tests.channels.fake_dialogue import answered
from tests.channels.rendering.adaptive_card_schema import Card
from tests.channels.teams.conftest import payload
from tests.peers.fake_bot_connector import disordered, written

pytestmark = pytest.mark.django_db(transaction=True)

DISCLOSURE = "A pupil has just told me that her uncle hits her"
PRIVATE = "a:private-29:1aSamExampleInventedId"


async def sent(microsoft, count):
    arrived = await asyncio.to_thread(microsoft.wait_for, lambda: len(microsoft.messages()) >= count)
    assert arrived, f"{len(microsoft.messages())} of {count} messages arrived"


async def given_up():
    while not await in_database_thread(Delivery.objects.filter(failed_at__isnull=False).exists):
        await asyncio.sleep(0)


def one_message(activity, microsoft, count=1):
    async def scenario(say):
        assert await say(activity) == 202
        await sent(microsoft, count)

    return scenario


def test_a_question_is_answered_with_a_card_in_its_conversation(converse, microsoft):
    converse(one_message(payload("message_personal"), microsoft))
    card = Card.model_validate(microsoft.cards("a:1InventedPersonalConversation")[0])
    assert any("Phones stay in lockers during the school day." in text for text in card.texts())


def test_an_answer_in_a_channel_goes_to_its_thread(converse, microsoft):
    converse(one_message(payload("message_channel"), microsoft))
    assert len(microsoft.messages("19:7f8e9d0c1b2a@thread.tacv2;messageid=1788251400000")) == 1


def test_typing_is_shown_while_the_answer_is_looked_up(converse, microsoft):
    async def scenario(say):
        await say(payload("message_personal"))
        await asyncio.to_thread(microsoft.wait_for, lambda: any(a["type"] == "typing" for _, a in microsoft.sent))

    converse(scenario)
    assert any(activity["type"] == "typing" for _, activity in microsoft.sent)


def test_a_press_is_answered(converse, microsoft):
    async def scenario(say):
        await say(payload("message_personal"))
        await sent(microsoft, 1)
        helpful = next(
            action["data"]
            for element in microsoft.cards()[0]["body"]
            for action in element.get("actions", ())
            if action["title"] == "Helpful"
        )
        await say(payload("press_of_a_button", value=helpful))
        await sent(microsoft, 2)

    converse(scenario)
    assert "Thank you" in json.dumps(microsoft.cards()[1])


def test_what_comes_later_follows_into_the_conversation(converse, microsoft):
    """The safeguarding lead's reply: to the stored address, with no activity to answer."""

    async def scenario(say):
        await say(payload("message_personal"))
        await sent(microsoft, 1)
        conversation = (await in_database_thread(InboxEntry.objects.get)).conversation
        later = Message(kind="text", text="The safeguarding lead has replied.")
        await in_database_thread(queue_proactive, "oakfield", "teams", conversation, later)
        await sent(microsoft, 2)

    converse(scenario)
    assert "The safeguarding lead has replied." in json.dumps(microsoft.cards("a:1InventedPersonalConversation")[1])


@pytest.mark.parametrize("name", ["message_channel", "message_group_chat"])
def test_a_concern_raised_where_others_read_is_answered_in_private(converse, microsoft, name):
    activity = payload(name)
    converse(one_message(activity | {"text": f"<at>Signpost</at> {DISCLOSURE}"}, microsoft))
    assert "Robin Sample" in json.dumps(microsoft.cards(PRIVATE))
    assert microsoft.messages(activity["conversation"]["id"]) == []
    assert microsoft.opened[0]["members"] == [{"id": activity["from"]["id"]}]


def test_who_cannot_be_reached_in_private_is_told_so_and_nothing_else(converse, microsoft):
    microsoft.blocks_private_chats = True
    activity = payload("message_channel")

    async def scenario(say):
        await say(activity | {"text": DISCLOSURE})
        await given_up()

    converse(scenario)
    shown = json.dumps(microsoft.cards())
    assert "for you alone" in shown
    assert "Robin Sample" not in shown
    assert "child" not in shown
    assert "403" in Delivery.objects.get().problem


def test_a_busy_connector_is_left_alone_and_the_reply_comes_once(converse, microsoft):
    microsoft.retry_after = "0"
    microsoft.faults.extend(["429", "500", "503"])
    converse(one_message(payload("message_personal"), microsoft))
    assert len(microsoft.messages()) == 1


def test_what_teams_will_never_take_is_given_up(converse, microsoft):
    async def scenario(say):
        await say(payload("message_personal"))
        await given_up()

    microsoft.faults.extend(["404", "404"])  # the sign of typing may take the first
    converse(scenario)
    assert "404" in Delivery.objects.get().problem


def test_messages_that_come_twice_or_disordered_are_each_answered_once(converse, microsoft, dialogue):
    dialogue.reply = lambda turn: [answered(text=turn["text"])]
    activities = [written(f"Question {n}", activity=str(n), person=f"29:p{n}") for n in range(4)]

    async def scenario(say):
        for activity in disordered(activities, twice=True, reverse=True):
            await say(activity)
        await sent(microsoft, 4)

    converse(scenario)
    assert len(microsoft.messages()) == 4
