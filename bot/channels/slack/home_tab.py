"""Shows somebody the Home tab of their own school."""

from __future__ import annotations

from aiohttp import ClientError
from django.db import Error as DatabaseError
from slack_sdk.errors import SlackApiError

from bot.channels.database_threads import in_database_thread
from bot.channels.school_of_channel import Place, find_school
from bot.channels.slack.app_home import build_home
from bot.channels.slack.workspaces import Workspaces, quiet_log
from bot.deliveries.sender import UndeliverableError
from bot.errors import IndexUnusableError
from bot.index.clause_store import ClauseStore
from bot.settings import Settings


async def publish_home(gateway: Settings, workspaces: Workspaces, workspace: str, place: Place) -> None:
    """Publish the Home tab for whoever opened it at ``place``. What fails is logged: the next opening tries again."""
    try:
        view = await in_database_thread(_view, gateway, place)
        await workspaces.client(workspace).views_publish(user_id=place.user, view=view)
    except (DatabaseError, IndexUnusableError, UndeliverableError, SlackApiError, ClientError, TimeoutError) as error:
        quiet_log.error("A Home tab could not be shown (%s).", type(error).__name__)


def _view(gateway: Settings, place: Place) -> dict[str, object]:
    found = find_school(place)
    school = ClauseStore(gateway.index).read(found.school.school) if found.school else None
    return build_home(school, has_choice=bool(found.choices), public_url=gateway.public_url)
