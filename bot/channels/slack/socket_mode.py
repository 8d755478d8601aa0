"""Socket Mode: the same events over a connection that Signpost opens, for a school behind a firewall."""

from __future__ import annotations

import asyncio

from django.conf import settings
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from bot.channels.slack.bolt_app import slack_app
from bot.channels.slack.workspaces import quiet_log
from bot.settings import Settings


async def run_socket_mode() -> None:
    """Keep the connection until cancelled; returns at once where no app-level token is set."""
    gateway: Settings = settings.SIGNPOST
    app = slack_app()
    if app is None or gateway.slack is None or not gateway.slack.app_token:
        return
    connection = AsyncSocketModeHandler(app.bolt, gateway.slack.app_token, logger=quiet_log)
    try:
        await connection.connect_async()  # type: ignore[no-untyped-call]
        await asyncio.Event().wait()
    finally:
        await connection.close_async()  # type: ignore[no-untyped-call]
