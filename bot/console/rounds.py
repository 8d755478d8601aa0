"""What the gateway does again and again beside its requests, and never in their way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from django.db import connections

Given = ParamSpec("Given")
Made = TypeVar("Made")

_log = logging.getLogger(__name__)


async def go_round(deed: Callable[[], Awaitable[object]], interval: float, failure: str) -> None:
    """Do ``deed`` every ``interval`` seconds until cancelled; one that fails is logged, and the next one follows.

    :param failure: what the log says where it fails, without its end: “Nobody could be told”.
    """
    while True:
        try:
            await deed()
        except Exception as error:  # noqa: BLE001 (whatever is wrong now, the next round tries again)
            _log.error("%s (%s): look at the database.", failure, type(error).__name__)
        await asyncio.sleep(interval)


async def in_thread(function: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """What ``function``, which uses the database, returns; it runs in a thread with connections of its own."""

    def call() -> Made:
        try:
            return function(*given, **named)
        finally:
            connections.close_all()  # the next call may run in another thread

    return await asyncio.to_thread(call)
