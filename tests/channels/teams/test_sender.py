"""What the sender does with each answer of the Bot Connector, and that nothing arrives twice for our sake."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from bot.channels.rendering import adaptive_card
from bot.channels.teams.connector import Connector
from bot.channels.teams.sender import TeamsSender, make_teams_sender
from bot.datatypes.answer import Message
from bot.deliveries.sender import Outgoing, RetryLaterError, UndeliverableError
from bot.settings import TeamsSettings, load_settings
from tests.channels.rendering.sample_messages import ANSWERED, EMERGENCY, PUBLIC_URL
from tests.channels.teams.conftest import REGISTERED

HELLO = Message(kind="text", text="Hello.")


@pytest.fixture
def send(microsoft):
    """Sends messages through one sender; ``address`` and ``delivery`` as given, and gives what ``send`` gave."""
    sender = TeamsSender(Connector(TeamsSettings(local_connector=microsoft.url)), PUBLIC_URL)

    def run(*messages, key=None, is_private=False, **address):
        usual = {
            "service_url": f"{microsoft.url}/",
            "conversation": "a:chat",
            "is_personal": True,
            "tenant": "t",
            "user": "29:sam",
            "bot": "28:bot",
        }
        return asyncio.run(sender.send(Outgoing(usual | address, messages or (HELLO,), key or uuid4(), is_private)))

    return run


def test_each_message_is_sent_and_the_last_ones_id_kept(send, microsoft):
    assert send(ANSWERED, EMERGENCY) == "sent-2"
    assert len(microsoft.messages("a:chat")) == 2


def test_a_notification_tells_nothing_of_the_answer(send, microsoft):
    send(EMERGENCY)
    [message] = microsoft.messages()
    assert message["summary"] == "Please read this now."
    assert "text" not in message


def test_a_large_answer_is_within_what_teams_takes(send, microsoft):
    citations = tuple(c.model_copy(update={"text": "Ünïcödé wörds. " * 400}) for c in ANSWERED.answer.citations)
    send(ANSWERED.model_copy(update={"answer": ANSWERED.answer.model_copy(update={"citations": citations})}))
    assert len(microsoft.messages()) > 1  # the fake refuses what is larger


@pytest.mark.parametrize("status", ["401", "408", "409", "412", "429", "500", "502", "503", "504"])
def test_what_time_may_mend_is_tried_again(send, microsoft, status):
    microsoft.faults.append(status)
    with pytest.raises(RetryLaterError, match=status):
        send()


@pytest.mark.parametrize(("said", "seconds"), [("7", 7.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None)])
def test_retry_after_is_passed_on(send, microsoft, said, seconds):
    microsoft.faults.append("429")
    microsoft.retry_after = said
    with pytest.raises(RetryLaterError) as error:
        send()
    assert error.value.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "code"), [("403", "BotNotInConversationRoster"), ("404", "ConversationNotFound"), ("400", "")]
)
def test_what_teams_refuses_for_good_is_undeliverable(send, microsoft, status, code):
    microsoft.faults.append(status)
    with pytest.raises(UndeliverableError, match=f"{status}.*{code}") as error:
        send()
    assert "An invented reason" not in error.value.problem


def test_no_answer_in_time_is_tried_again(send, microsoft, monkeypatch):
    monkeypatch.setattr("bot.channels.teams.connector.PATIENCE", 0.1)
    microsoft.faults.append("hang")
    with pytest.raises(RetryLaterError, match="TimeoutError"):
        send()


def test_a_dropped_connection_is_tried_again(send, microsoft):
    microsoft.faults.append("drop")
    with pytest.raises(RetryLaterError, match="ServerDisconnected"):
        send()


def test_nobody_listening_is_tried_again(send, microsoft):
    microsoft.stop()
    with pytest.raises(RetryLaterError, match="cannot be reached"):
        send()


def test_what_has_arrived_is_not_sent_again(send, microsoft, monkeypatch):
    key = uuid4()
    microsoft.faults.extend(["", "500"])
    with pytest.raises(RetryLaterError):
        send(ANSWERED, EMERGENCY, HELLO, key=key)
    send(ANSWERED, EMERGENCY, HELLO, key=key)
    notified = [message["summary"] for message in microsoft.messages()]
    assert notified == ["Signpost has answered.", "Please read this now.", "Signpost has written to you."]


def test_a_card_that_was_split_goes_on_where_it_stopped(send, microsoft, monkeypatch):
    monkeypatch.setattr(adaptive_card, "CARD_BYTES", 1500)
    key = uuid4()
    microsoft.faults.extend(["", "503"])
    with pytest.raises(RetryLaterError):
        send(ANSWERED, key=key)
    send(ANSWERED, key=key)
    bodies = [str(card["body"]) for card in microsoft.cards()]
    assert len(bodies) == len(set(bodies)) > 2


def test_a_private_reply_opens_a_chat_of_two(send, microsoft):
    send(is_private=True, is_personal=False, conversation="19:team@thread.tacv2")
    [opened] = microsoft.opened
    assert opened["members"] == [{"id": "29:sam"}]
    assert opened["isGroup"] is False
    assert opened["channelData"] == {"tenant": {"id": "t"}}
    assert microsoft.messages("19:team@thread.tacv2") == []
    assert len(microsoft.messages("a:private-29:sam")) == 1


def test_a_private_reply_in_a_chat_of_two_stays_there(send, microsoft):
    send(is_private=True)
    assert len(microsoft.messages("a:chat")) == 1
    assert not microsoft.opened


@pytest.mark.parametrize("service", ["https://smba.trafficmanager.net/uk/", "http://127.0.0.1:1/"])
def test_on_trial_nothing_is_sent_anywhere_else(send, service):
    with pytest.raises(UndeliverableError, match="none of Teams"):
        send(service_url=service)


@pytest.mark.parametrize(
    "service", ["https://evil.example/", "http://smba.trafficmanager.net/", "https://127.0.0.1/", ""]
)
def test_a_registered_bot_sends_nothing_but_to_teams(service):
    address = {"service_url": service, "conversation": "c", "is_personal": True, "tenant": "t", "user": "u", "bot": "b"}
    sender = TeamsSender(Connector(REGISTERED), PUBLIC_URL)
    with pytest.raises(UndeliverableError, match="none of Teams"):
        asyncio.run(sender.send(Outgoing(address, (HELLO,), uuid4())))


def test_an_address_that_cannot_be_read_is_undeliverable(microsoft):
    sender = TeamsSender(Connector(REGISTERED), PUBLIC_URL)
    with pytest.raises(UndeliverableError, match="cannot be read"):
        asyncio.run(sender.send(Outgoing({"room": "C1"}, (HELLO,), uuid4())))


def test_without_teams_there_is_no_sender():
    assert make_teams_sender(load_settings({})) is None
