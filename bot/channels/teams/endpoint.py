"""From a request of Teams to a committed row: it is answered once what it brings is stored."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from microsoft_agents.activity import Activity
from pydantic import ValidationError

from bot.channels.database_threads import in_database_thread
from bot.channels.front_door import take_in
from bot.channels.teams.activity_reading import (
    asks_for_reply,
    is_complete,
    is_welcome_due,
    read_address,
    read_message,
    read_place,
    welcome_event,
)
from bot.channels.teams.connector import Connector, read_teams_address
from bot.channels.teams.sender import TeamsSender
from bot.channels.teams.token_check import KeysUnavailableError, TokenCheck, TokenRefusedError
from bot.channels.teams.welcome import take_in_welcome
from bot.channels.unstored_events import STORING_PATIENCE, UnstoredEvents
from bot.deliveries.sender import RetryLaterError, UndeliverableError
from bot.settings import TeamsSettings

_log = logging.getLogger(__name__)
_under_way: set[asyncio.Task[None]] = set()


@dataclass(frozen=True)
class _Bot:
    """What one process needs to be the bot."""

    check: TokenCheck
    connector: Connector
    unstored: UnstoredEvents


@cache
def _bot(teams: TeamsSettings, public_url: str) -> _Bot:
    connector = Connector(teams)
    return _Bot(TokenCheck(teams), connector, UnstoredEvents(TeamsSender(connector, public_url)))


async def take_in_activity(request: HttpRequest, teams: TeamsSettings) -> HttpResponse:
    """Take in one activity, if it comes from Teams for this bot."""
    if request.method != "POST":
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
    activity = _read(request)
    if activity is None:
        return _refuse(HTTPStatus.BAD_REQUEST)
    bot = _bot(teams, settings.SIGNPOST.public_url)
    try:
        await bot.check.check(request.headers.get("Authorization", ""), activity)
        return await _act_on(activity, bot)
    except TokenRefusedError as refused:
        _log.warning("An activity was refused: %s.", refused)
        return _refuse(HTTPStatus.UNAUTHORIZED)
    except KeysUnavailableError as error:
        _log.error("%s", error)
    except (DatabaseError, TimeoutError) as error:
        _log.error("An activity could not be stored (%s): look at the database.", type(error).__name__)
        if asks_for_reply(activity):
            # Teams does not promise to send it again, so its sender is told either way.
            kept = bot.unstored.take(read_place(activity), read_message(activity), will_come_again=False)
            if await kept:
                return HttpResponse(status=HTTPStatus.ACCEPTED)
    return _refuse(HTTPStatus.SERVICE_UNAVAILABLE)


def _refuse(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(status=status)


def _read(request: HttpRequest) -> Activity | None:
    """The activity of the body; None if it is none, or lacks what every activity of Teams has."""
    try:
        activity = Activity.model_validate_json(request.body)
    except (RequestDataTooBig, ValidationError, ValueError):
        return None
    return activity if is_complete(activity) else None


async def _act_on(activity: Activity, bot: _Bot) -> HttpResponse:
    if activity.type == "invoke":
        return _refuse(HTTPStatus.NOT_IMPLEMENTED)  # search, tabs and task modules: nothing of ours asks for them
    if asks_for_reply(activity):
        async with asyncio.timeout(STORING_PATIENCE):
            is_new = await in_database_thread(take_in, read_place(activity), read_message(activity))
        if is_new:
            _show_typing(activity, bot.connector)
    elif is_welcome_due(activity):
        day = timezone.localdate().isoformat()
        welcome = replace(read_message(activity), event_id=welcome_event(activity, day))
        await in_database_thread(take_in_welcome, read_place(activity), welcome)
    return HttpResponse(status=HTTPStatus.ACCEPTED)


def _show_typing(activity: Activity, connector: Connector) -> None:
    """Have Teams show that an answer is on its way, without waiting for it."""
    task = asyncio.create_task(_type(activity, connector))
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)


async def _type(activity: Activity, connector: Connector) -> None:
    try:
        await connector.send(read_teams_address(read_address(activity)), Activity(type="typing"))
    except (RetryLaterError, UndeliverableError) as error:
        _log.info("Teams did not show that an answer is on its way: %s.", error.problem)
