"""Database work of the message path, in a few threads that keep their connections.

Django's own way from asynchronous code opens a thread and a connection for every request; a turn makes three
short visits to the database, and opening would cost more than the visits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")

# SQLite lets one writer in at a time; a few threads are enough to keep it busy, and PostgreSQL answers quickly.
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="record")


async def in_database_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run ``function`` in a thread that holds a database connection, and await its result."""
    work = partial(_run, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_THREADS, work)


def _run(work: Callable[[], T]) -> T:
    _drop_broken_connections()
    return work()


def _drop_broken_connections() -> None:
    """Close connections whose server went away meanwhile, so that the next use opens a fresh one."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not connection.is_usable():
            connection.close()
