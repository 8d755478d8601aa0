"""Socket Mode: the same events over a connection that Signpost opens, for a school behind a firewall."""

from __future__ import annotations

import asyncio

from django.conf import settings


async def run_socket_mode() -> None:
    """Keep the connection until cancelled; returns at once where no app-level token is set."""
    slack = settings.SIGNPOST.slack
    if slack is None or not slack.app_token:
        return
    # Only a school with Slack needs its libraries.
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # noqa: PLC0415

    from bot.channels.slack.bolt_app import slack_app  # noqa: PLC0415
    from bot.channels.slack.workspaces import quiet_log  # noqa: PLC0415

    connection = AsyncSocketModeHandler(slack_app().bolt, slack.app_token, logger=quiet_log)
    try:
        await connection.connect_async()  # type: ignore[no-untyped-call]
        await asyncio.Event().wait()
    finally:
        await connection.close_async()  # type: ignore[no-untyped-call]
