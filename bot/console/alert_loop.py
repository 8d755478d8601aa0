"""Sends what alerts are due, for as long as the gateway runs, beside its requests and never in their way."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from django.db import connections
from django.utils import timezone

from bot.questions.alerts import send_due_alerts

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

INTERVAL = 15.0  # seconds

_log = logging.getLogger(__name__)


def with_alerts(application: Application, *, interval: float = INTERVAL) -> Application:
    """``application``, which also sends alerts from the server's start to its end (ASGI's lifespan protocol)."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await application(scope, receive, send)
            return
        await receive()  # lifespan.startup
        async with _sending(interval):
            await send({"type": "lifespan.startup.complete"})
            await receive()  # lifespan.shutdown
        await send({"type": "lifespan.shutdown.complete"})

    return serve


@contextlib.asynccontextmanager
async def _sending(interval: float) -> AsyncIterator[None]:
    task = asyncio.create_task(_send_for_ever(interval))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _send_for_ever(interval: float) -> None:
    while True:
        try:
            await asyncio.to_thread(_send_now)
        except Exception as error:  # noqa: BLE001 (whatever is wrong now, the next round tries again)
            _log.error("Alerts could not be looked for (%s): look at the database.", type(error).__name__)
        await asyncio.sleep(interval)


def _send_now() -> None:
    try:
        send_due_alerts(timezone.now())
    finally:
        connections.close_all()  # the next round may run in another thread
