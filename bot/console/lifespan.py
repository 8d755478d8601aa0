"""What runs beside the gateway's requests, from the server's start to its end (ASGI's lifespan protocol)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

RESTART_AFTER = 1.0  # seconds

_log = logging.getLogger(__name__)


def run_beside(application: Application, *companions: Callable[[], Awaitable[None]]) -> Application:
    """``application`` with ``companions`` beside it: each is started with it and cancelled at its end.

    A companion that fails is started again. One that returns is done.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await application(scope, receive, send)
            return
        await receive()  # lifespan.startup
        tasks = [asyncio.create_task(_keep_running(companion)) for companion in companions]
        await send({"type": "lifespan.startup.complete"})
        await receive()  # lifespan.shutdown
        await _end(tasks)
        await send({"type": "lifespan.shutdown.complete"})

    return serve


async def _keep_running(companion: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await companion()
            return
        except Exception as error:  # noqa: BLE001 (whatever failed must not end the gateway)
            _log.error("What runs beside the requests failed and is started again (%s).", type(error).__name__)
            await asyncio.sleep(RESTART_AFTER)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
