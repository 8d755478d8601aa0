"""The app that slack-bolt runs: it checks who speaks, and each event is a committed row before it is acknowledged."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.channels.database_threads import in_database_thread
from bot.channels.rendering.block_kit import BUTTON_ACTION
from bot.channels.slack.home_tab import publish_home
from bot.channels.slack.incoming import Incoming, read_command, read_home, read_message, read_press
from bot.channels.slack.slack_sender import SlackSender
from bot.channels.slack.taking_in import take_in_press, take_in_typed
from bot.channels.slack.workspaces import Workspaces, open_workspaces, quiet_log
from bot.channels.unstored_events import STORING_PATIENCE, UnstoredEvents
from bot.settings import Settings

COMMAND = "/signpost"

Body = dict[str, Any]


class NotStoredError(Exception):
    """An event could not be stored: Slack has to send it again."""


class SlackApp:
    """The listeners of Slack's events, commands and buttons, and what they need. One for each process."""

    def __init__(self, gateway: Settings, workspaces: Workspaces) -> None:
        self._gateway = gateway
        self._workspaces = workspaces
        self._unstored = UnstoredEvents(SlackSender(workspaces, gateway.public_url))
        self._beside: set[asyncio.Task[None]] = set()
        self.bolt = AsyncApp(
            name=__name__,
            logger=quiet_log,
            signing_secret=gateway.slack.signing_secret if gateway.slack else "",
            authorize=_authorize,
            client=workspaces.client_with(None),
            process_before_response=True,
        )
        self._listen()

    async def dispatch(self, body: str, headers: Mapping[str, str]) -> BoltResponse:
        """Hand slack-bolt a request as it came, and give its answer."""
        return await self.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=dict(headers)))

    def _listen(self) -> None:
        bolt = self.bolt
        bolt.event("message")(self._on_message)
        bolt.event("app_mention")(self._on_message)
        bolt.event("app_home_opened")(self._on_home_opened)
        bolt.event(re.compile(""))(_ignore)  # whatever else the app was subscribed to
        bolt.command(COMMAND)(self._on_command)
        bolt.action(re.compile(f"^{BUTTON_ACTION}"))(self._on_press)
        bolt.error(_refuse)

    async def _on_message(self, body: Body, request: AsyncBoltRequest) -> None:
        incoming = read_message(body)
        if incoming is not None:
            # Slack sends an event again three times: at once, after a minute, after five.
            is_last_chance = "x-slack-retry-num" in request.headers
            await self._take_in(take_in_typed, incoming, will_come_again=not is_last_chance)

    async def _on_command(self, body: Body, ack: AsyncAck) -> None:
        await self._take_in(take_in_typed, read_command(body), will_come_again=False)
        await ack()

    async def _on_press(self, body: Body, ack: AsyncAck) -> None:
        incoming = read_press(body)
        if incoming is not None:
            await self._take_in(take_in_press, incoming, will_come_again=False)
        await ack()

    async def _on_home_opened(self, body: Body) -> None:
        place = read_home(body)
        if place is not None:
            self._run_beside(publish_home(self._gateway, self._workspaces, body["team_id"], place))

    async def _take_in(self, take_in: Callable[[Incoming], bool], incoming: Incoming, *, will_come_again: bool) -> None:
        try:
            async with asyncio.timeout(STORING_PATIENCE):
                await in_database_thread(take_in, incoming)
        except (DatabaseError, TimeoutError) as error:
            quiet_log.error("An event could not be stored (%s): look at the database.", type(error).__name__)
            # In a thread, nobody can say while the database is away whether it was meant for Signpost.
            is_kept = not incoming.thread and await self._unstored.take(
                incoming.place,
                incoming.message,
                will_come_again=will_come_again,
                way_in="slack_press" if take_in is take_in_press else "message",
            )
            if will_come_again and not is_kept:
                raise NotStoredError from None

    def _run_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what Slack need not wait for."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


async def _authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
    """Whoever Slack has signed for may speak: whose school it is, and whether there is a token, shows later."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


async def _ignore() -> None:
    """Acknowledge an event that asks nothing of Signpost."""


async def _refuse(error: Exception) -> BoltResponse:
    """Answer an event that could not be handled, so that Slack sends it again; never write out what it said."""
    if not isinstance(error, NotStoredError):
        code = error.response.get("error") if isinstance(error, SlackApiError) else ""
        quiet_log.error("An event could not be handled (%s).", code or type(error).__name__)
    return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, body="")


@cache
def slack_app() -> SlackApp:
    """The app of this process; call it only where Slack is configured."""
    return SlackApp(settings.SIGNPOST, open_workspaces(settings.SIGNPOST.slack))
