"""What becomes of a delivery when Slack is busy, failing, silent, or will never take it."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from bot.channels.rendering.block_kit import render_block_kit
from bot.channels.senders import configured_senders
from bot.channels.slack import workspaces
from bot.channels.slack.slack_sender import SlackSender
from bot.channels.slack.workspaces import Workspaces
from bot.datatypes.answer import Message
from bot.deliveries.sender import Outgoing, RetryLaterError, UndeliverableError
from tests.channels.slack.conftest import PUBLIC_URL, TOKENS
from tests.peers.fake_slack import DROP, FAULT, HANG, TAKE_AND_DROP, TOO_MANY

KEY = UUID("00000000-0000-4000-8000-00000000000a")
THREAD = {"workspace": "T0OAK", "channel": "C0STAFF", "user": "U0ADA", "thread": "1760000010.000300"}
HELLO = Message(kind="text", text="Hello.")
LONG = Message(kind="text", text="\n\n".join(f"Paragraph {number}." for number in range(60)))


@pytest.fixture
def sender(slack):
    return SlackSender(Workspaces({w: token for token, w in TOKENS.items()}, slack.api_url), PUBLIC_URL)


def send(sender, *messages, address=THREAD, is_private=False):
    return asyncio.run(sender.send(Outgoing(address, messages or [HELLO], KEY, is_private)))


def test_slacks_id_of_the_post_is_given(sender, slack):
    assert send(sender) == slack.posts[0].ts


def test_slack_may_say_when_to_come_again(sender, slack):
    slack.retry_after = 17
    slack.fail("chat.postMessage", TOO_MANY)
    with pytest.raises(RetryLaterError) as error:
        send(sender)
    assert (error.value.problem, error.value.retry_after) == ("ratelimited", 17.0)


@pytest.mark.parametrize("fault", [FAULT, DROP, HANG, "internal_error", "service_unavailable"])
def test_a_fault_of_slack_is_for_later(sender, slack, monkeypatch, fault):
    monkeypatch.setattr(workspaces, "CALL_TIMEOUT", 0.2)
    slack.fail("chat.postMessage", fault)
    with pytest.raises(RetryLaterError):
        send(sender)
    assert send(sender) == slack.posts[0].ts


@pytest.mark.parametrize("code", ["channel_not_found", "account_inactive", "token_revoked", "is_archived"])
def test_what_slack_will_never_take_is_undeliverable(sender, slack, code):
    slack.fail("chat.postMessage", code)
    with pytest.raises(UndeliverableError) as error:
        send(sender)
    assert error.value.problem == code


def test_a_workspace_without_a_token_is_undeliverable(sender, slack):
    with pytest.raises(UndeliverableError, match="T0NEW"):
        send(sender, address=THREAD | {"workspace": "T0NEW"})


def test_a_post_that_slack_took_without_an_answer_is_seen_once(sender, slack):
    slack.fail("chat.postMessage", TAKE_AND_DROP)
    with pytest.raises(RetryLaterError):
        send(sender)
    send(sender)
    assert len(slack.posts) == 1


def test_a_delivery_that_broke_off_goes_on_where_it_broke_off(sender, slack):
    slack.fail("chat.postMessage", "", TOO_MANY)
    with pytest.raises(RetryLaterError):
        send(sender, LONG)
    send(sender, LONG)
    assert [post.text for post in slack.posts] == [post.text for post in render_block_kit(LONG, public_url="")]
    assert len(slack.calls) == len(slack.posts) + 1


def test_where_slack_refuses_the_blocks_the_words_are_sent(sender, slack):
    slack.fail("chat.postMessage", "invalid_blocks")
    send(sender)
    assert [(post.text, post.blocks) for post in slack.posts] == [("Hello.", [])]


def test_what_is_private_goes_to_the_askers_own_conversation(sender, slack):
    send(sender, is_private=True)
    assert [(post.channel, post.thread) for post in slack.posts] == [("D0ADA", "")]


def test_where_there_can_be_no_direct_message_the_asker_alone_sees_it_in_the_channel(sender, slack):
    slack.fail("conversations.open", "user_not_found")
    send(sender, is_private=True)
    assert [(post.channel, post.only_for) for post in slack.posts] == [("C0STAFF", "U0ADA")]


def test_what_is_private_is_never_shown_to_all_because_slack_is_busy(sender, slack):
    slack.fail("conversations.open", TOO_MANY)
    with pytest.raises(RetryLaterError):
        send(sender, is_private=True)
    assert slack.posts == []


def test_a_command_whose_time_is_over_is_answered_in_a_direct_message(sender, slack):
    url = slack.open_response_url("T0OAK", "C0STAFF", "U0ADA", expired=True)
    send(sender, address=THREAD | {"response_url": url, "thread": None}, is_private=True)
    assert [post.channel for post in slack.posts] == ["D0ADA"]


@pytest.mark.parametrize("fault", [FAULT, DROP, TOO_MANY])
def test_a_response_url_that_fails_is_for_later(sender, slack, fault):
    slack.fail("respond", fault)
    url = slack.open_response_url("T0OAK", "C0STAFF", "U0ADA")
    with pytest.raises(RetryLaterError):
        send(sender, address=THREAD | {"response_url": url}, is_private=True)


def test_an_answer_is_not_shared_by_other_means_once_its_time_is_over(sender, slack):
    url = slack.open_response_url("T0OAK", "C0STAFF", "U0ADA", expired=True)
    with pytest.raises(UndeliverableError):
        send(sender, address=THREAD | {"response_url": url, "to_all": True})
    assert slack.posts == []


def test_links_are_not_unfurled_and_no_markup_is_read(sender, slack):
    send(sender)
    [(_, body)] = slack.calls
    assert (body["unfurl_links"], body["unfurl_media"], body["mrkdwn"], body["parse"]) == (False, False, False, "none")


def test_slack_is_a_channel_once_it_is_configured(connected):
    assert set(configured_senders(connected.SIGNPOST)) >= {"slack"}


def test_without_its_settings_slack_is_no_channel(gateway):
    assert "slack" not in configured_senders(gateway.SIGNPOST)
