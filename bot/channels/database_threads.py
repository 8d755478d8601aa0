"""Database work of the message path, in a few threads that keep their connections.

Django's own way from asynchronous code opens a thread and a connection for every request; a turn makes three
short visits to the database, and opening would cost more than the visits.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

HANG_UP_PAUSE = 0.2  # seconds between two tries to end a conversation

P = ParamSpec("P")
T = TypeVar("T")

# SQLite lets one writer in at a time; a few threads are enough to keep it busy, and PostgreSQL answers quickly.
THREADS = 4
_THREADS = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="record")


async def in_database_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run ``function`` in a thread that holds a database connection, and await its result.

    Whoever stops waiting frees the thread as well, even where the database accepted the connection and never answers.
    """
    visit = _Visit(partial(function, *args, **kwargs))
    try:
        return await asyncio.wrap_future(visit.result)
    except asyncio.CancelledError:
        visit.give_up()
        raise


def wait_for_database(function: Callable[[], T], patience: float) -> T:
    """Run ``function`` in such a thread, for callers that are no coroutines.

    :param patience: seconds.
    :raises TimeoutError: the database has not answered in that time.
    """
    visit = _Visit(function)
    try:
        return visit.result.result(patience)
    except TimeoutError:
        visit.give_up()
        raise


class _Visit(Generic[T]):
    """One piece of work, under way in a thread as soon as one is free, and the connection that it uses."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._connection: Any = None  # Django's wrapper of it, while the work is done
        self._lock = threading.Lock()
        self.result: Future[T] = _THREADS.submit(self._run)

    def _run(self) -> T:
        self._use(connections[DEFAULT_DB_ALIAS])
        try:
            _drop_broken_connections()
            return self._work()
        finally:
            self._use(None)

    def give_up(self) -> None:
        """Do not begin; or end the conversation with the server, so that the thread waits for its word no longer.

        Again and again until the work has ended: it may be just about to begin a conversation. A file has none: SQLite
        gives up by itself after its ``timeout``.
        """
        if self.result.cancel() or self.result.done():
            return
        with self._lock:
            driver = getattr(self._connection, "connection", None)
            if isinstance(driver, sqlite3.Connection):
                return
            if driver is not None:
                _shut(driver)
        again = threading.Timer(HANG_UP_PAUSE, self.give_up)
        again.daemon = True
        again.start()

    def _use(self, connection: Any) -> None:  # noqa: ANN401 (whatever the database's backend makes)
        with self._lock:
            self._connection = connection


def _shut(driver: Any) -> None:  # noqa: ANN401 (psycopg's connection, which is installed where it is used)
    try:
        with socket.socket(fileno=os.dup(driver.fileno())) as conversation:
            conversation.shutdown(socket.SHUT_RDWR)
    except Exception:  # noqa: BLE001, S110 (it ended meanwhile, in whichever way the driver says so)
        pass


def _drop_broken_connections() -> None:
    """Close connections whose server went away meanwhile, so that the next use opens a fresh one."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not connection.is_usable():
            connection.close()
