"""The Bot Connector of Teams, through the SDK's client: messages, cards, chats of two and the typing sign."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import aiohttp
from microsoft_agents.activity import Activity, ChannelAccount, ConversationAccount, ConversationParameters
from microsoft_agents.hosting.core.connector.client import ConnectorClient
from pydantic import ValidationError

from bot.channels.teams.access_token import AccessTokens
from bot.channels.teams.service_hosts import is_teams_service, service_hosts
from bot.deliveries.sender import RetryLaterError, UndeliverableError
from bot.settings import TeamsSettings

PATIENCE = 10.0  # seconds for one request; less than the outbox waits for a delivery

# Answers that time may mend: not signed in (a new secret is on its way), too slow, two at once, busy.
_PASSING = frozenset({401, 408, 409, 412, 425, 429})
_CODE = re.compile(r"\w{1,60}")

Result = TypeVar("Result")


@dataclass(frozen=True)
class TeamsAddress:
    """Where a conversation is: what ``activity_reading.read_address`` wrote down."""

    service_url: str
    conversation: str
    is_personal: bool
    tenant: str
    user: str
    bot: str


class Connector:
    """Sends to any conversation that the bot is in. Opens a connection for each call, as the SDK does for each turn."""

    def __init__(self, teams: TeamsSettings, tokens: AccessTokens | None = None) -> None:
        self._teams = teams
        self._hosts = service_hosts(teams)
        self._tokens = tokens or AccessTokens(teams)

    async def send(self, address: TeamsAddress, activity: Activity) -> str | None:
        """Send ``activity`` to the conversation, and give the id that Teams shows it by.

        :raises RetryLaterError: Teams is busy, failing or silent.
        :raises UndeliverableError: Teams will not take it.
        """
        activity.conversation = ConversationAccount(id=address.conversation)
        activity.from_property = ChannelAccount(id=address.bot)
        async with self._client(address) as client:
            sent = await _result(client.conversations.send_to_conversation(address.conversation, activity))
        return sent.id if sent else None

    async def open_private_chat(self, address: TeamsAddress) -> TeamsAddress:
        """The chat of two with whoever wrote from ``address``; Teams gives the one there is, if there is one.

        :raises RetryLaterError, UndeliverableError: as ``send``.
        """
        asked = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=address.bot),
            members=[ChannelAccount(id=address.user)],
            tenant_id=address.tenant,
            channel_data={"tenant": {"id": address.tenant}},
        )
        async with self._client(address) as client:
            opened = await _result(client.conversations.create_conversation(asked))
        if opened is None or not opened.id:
            raise RetryLaterError("Teams opened no private chat")
        return TeamsAddress(
            address.service_url, opened.id, is_personal=True, tenant=address.tenant, user=address.user, bot=address.bot
        )

    @asynccontextmanager
    async def _client(self, address: TeamsAddress) -> AsyncIterator[ConnectorClient]:
        if not is_teams_service(address.service_url, self._teams, self._hosts):
            raise UndeliverableError("the stored address is none of Teams")
        token = await self._tokens.token()
        base = f"{address.service_url.rstrip('/')}/"
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with self._hosts.client({"base_url": base, "timeout": timeout}) as session:
            yield ConnectorClient(base, token, session=session)


def read_teams_address(address: object) -> TeamsAddress:
    """The address as it was stored.

    :raises UndeliverableError: it is none.
    """
    try:
        return TeamsAddress(**address)  # type: ignore[arg-type] # whatever the row holds; what does not fit is refused
    except TypeError:
        raise UndeliverableError("the stored address cannot be read") from None


async def _result(call: Awaitable[Result]) -> Result | None:
    """What the SDK's call gives; None where Teams took it and said nothing that can be read."""
    try:
        return await call
    except (ValidationError, aiohttp.ContentTypeError, json.JSONDecodeError):
        return None
    except aiohttp.ClientResponseError as error:
        raise _refusal(error) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise RetryLaterError(f"Teams cannot be reached ({type(error).__name__})") from None


def _refusal(error: aiohttp.ClientResponseError) -> RetryLaterError | UndeliverableError:
    problem = f"Teams answered {error.status}{_reason(error.message)}"
    if error.status in _PASSING or error.status >= 500:
        return RetryLaterError(problem, _retry_after(error))
    return UndeliverableError(problem)


def _reason(body: str) -> str:
    """Microsoft's code for the fault, such as BotNotInConversationRoster; never more of what came back."""
    try:
        code = json.loads(body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return f" {code}" if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _retry_after(error: aiohttp.ClientResponseError) -> float | None:
    said = error.headers.get("Retry-After", "") if error.headers else ""
    return float(said) if said.isascii() and said.isdigit() else None
