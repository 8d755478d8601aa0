"""Sends what the outbox holds for Slack: to a thread, to the asker alone, or in reply to a command."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NoReturn
from uuid import UUID, uuid5

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.rendering.block_kit import SlackPost, render_block_kit
from bot.channels.slack.shared_answer import offer_sharing
from bot.channels.slack.workspaces import CALL_TIMEOUT, Workspaces, open_workspaces, quiet_log
from bot.deliveries.received_message import JSON
from bot.deliveries.sender import Outgoing, RetryLaterError, Sender, UndeliverableError
from bot.errors import SettingsError
from bot.settings import Settings

KEPT_DELIVERIES = 1000  # how many half-sent deliveries are remembered

# Slack's codes for "not now": https://docs.slack.dev/reference/methods/chat.postMessage#errors
_LATER = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
_BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_NOT_NOW = 500  # and every status above


class SlackSender:
    """The sender of the channel "slack".

    A delivery of several posts that breaks off goes on after the last post that Slack took. Each post carries an id
    (``client_msg_id``) that stays the same when it is tried again.
    """

    def __init__(self, workspaces: Workspaces, public_url: str) -> None:
        self._workspaces = workspaces
        self._public_url = public_url
        self._taken: OrderedDict[UUID, list[str]] = OrderedDict()

    async def send(self, delivery: Outgoing) -> str | None:
        """Send every post of a delivery that Slack has not taken yet; see ``Sender``."""
        taken = self._taken.setdefault(delivery.key, [])
        for place, post in enumerate(self._posts(delivery)):
            if place >= len(taken):
                taken.append(await self._send(delivery, post, uuid5(delivery.key, str(place))))
        self._taken.pop(delivery.key, None)
        return (taken or [""])[-1] or None

    def _posts(self, delivery: Outgoing) -> list[SlackPost]:
        while len(self._taken) > KEPT_DELIVERIES:
            self._taken.popitem(last=False)
        messages = (offer_sharing(message, delivery.address) for message in delivery.messages)
        return [post for message in messages for post in render_block_kit(message, public_url=self._public_url)]

    async def _send(self, delivery: Outgoing, post: SlackPost, post_id: UUID) -> str:
        try:
            try:
                return await self._post(delivery, post, post_id)
            except SlackApiError as error:
                if _code(error) not in _BLOCKS_REFUSED:
                    raise
                quiet_log.error("Slack refused the blocks of a post (%s): its words are sent alone.", _code(error))
                return await self._post(delivery, SlackPost(post.text, []), post_id)
        except SlackApiError as error:
            _give_way(_code(error), _status(error), getattr(error.response, "headers", {}))
        except (ClientError, TimeoutError, OSError) as error:
            raise RetryLaterError(f"no answer ({type(error).__name__})") from None

    async def _post(self, delivery: Outgoing, post: SlackPost, post_id: UUID) -> str:
        address = delivery.address
        if address.get("response_url") and (delivery.is_private or address.get("to_all")):
            if await _respond(address, post):
                return ""
            if address.get("to_all"):
                raise UndeliverableError("too late to share")
        channel = str(address["channel"])
        if delivery.is_private and not channel.startswith("D"):
            return await self._post_privately(address, post, post_id)
        return await self._post_to(address, channel, address.get("thread"), post, post_id)

    async def _post_privately(self, address: Mapping[str, JSON], post: SlackPost, post_id: UUID) -> str:
        """To the asker's own conversation with Signpost; where there can be none, to their eyes only in the channel."""
        client, user = self._workspaces.client(str(address["workspace"])), str(address["user"])
        try:
            opened = await client.conversations_open(users=user)
        except SlackApiError as error:
            if _is_for_later(_code(error), _status(error)):
                raise
            await client.chat_postEphemeral(
                channel=str(address["channel"]),
                user=user,
                thread_ts=_optional(address.get("thread")),
                text=post.text,
                blocks=post.blocks or None,
                parse="none",
            )
            return ""
        return await self._post_to(address, opened["channel"]["id"], None, post, post_id)

    async def _post_to(
        self, address: Mapping[str, JSON], channel: str, thread: JSON, post: SlackPost, post_id: UUID
    ) -> str:
        sent = await self._workspaces.client(str(address["workspace"])).chat_postMessage(
            channel=channel,
            thread_ts=_optional(thread),
            text=post.text,
            blocks=post.blocks or None,
            mrkdwn=False,
            parse="none",
            unfurl_links=False,
            unfurl_media=False,
            client_msg_id=str(post_id),
        )
        return str(sent["ts"])


async def _respond(address: Mapping[str, JSON], post: SlackPost) -> bool:
    """Answer a command or a press where it was made; False where its time (30 minutes, 5 replies) is over."""
    webhook = AsyncWebhookClient(str(address["response_url"]), CALL_TIMEOUT, logger=quiet_log, retry_handlers=[])
    response = await webhook.send(
        text=post.text,
        blocks=post.blocks or None,
        response_type="in_channel" if address.get("to_all") else "ephemeral",
        replace_original=False,
        unfurl_links=False,
        unfurl_media=False,
    )
    if response.status_code == 200:
        return True
    if _is_for_later(response.body, response.status_code):
        _give_way(response.body, response.status_code, response.headers)
    quiet_log.warning("A command or a press could not be answered where it was made (%s).", response.status_code)
    return False


def _optional(value: JSON) -> str | None:
    return str(value) if value else None


def _code(error: SlackApiError) -> str:
    """Slack's word for what is wrong; the kind of status where its answer holds none."""
    data = getattr(error.response, "data", None)
    return str(data["error"]) if isinstance(data, dict) and "error" in data else f"status {_status(error)}"


def _status(error: SlackApiError) -> int:
    """The HTTP status: of a response that slack_sdk read, or of aiohttp's that it could not read."""
    response = error.response
    return int(response.status_code if hasattr(response, "status_code") else response.status)


def _is_for_later(code: str, status: int) -> bool:
    return code in _LATER or status == 429 or status >= _NOT_NOW


def _give_way(code: str, status: int, headers: Mapping[str, Any]) -> NoReturn:
    if not _is_for_later(code, status):
        raise UndeliverableError(code)
    asked_for = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    problem = "ratelimited" if status == 429 else f"status {status}" if status >= _NOT_NOW else code
    raise RetryLaterError(problem, float(asked_for) if asked_for.isdigit() else None)


def make_slack_sender(settings: Settings) -> Sender | None:
    """The sender of the settings; None where Slack is not configured.

    :raises SettingsError: the file of tokens cannot be used.
    """
    if settings.slack is None:
        return None
    try:
        return SlackSender(open_workspaces(settings.slack), settings.public_url)
    except SettingsError as error:
        quiet_log.error("%s", error)  # whoever starts senders names the kind of an error only
        raise
