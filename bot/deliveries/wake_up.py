"""Tells the worker of this process that there is something to do, so that nobody waits for it to look again."""

from __future__ import annotations

import asyncio

from django.db import transaction


class WakeUp:
    """Wakes whoever waits in an event loop of this process; may be rung from any thread."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def listen(self) -> asyncio.Event:
        """An event of the running loop that is set at each ring; give it back with ``leave``."""
        event = asyncio.Event()
        self._listeners[event] = asyncio.get_running_loop()
        return event

    def leave(self, event: asyncio.Event) -> None:
        """Ring this event no more."""
        self._listeners.pop(event, None)

    def ring(self) -> None:
        """Set every listener's event."""
        for event, loop in list(self._listeners.items()):
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def ring_on_commit(self) -> None:
        """Ring once the transaction under way has been committed; at once where there is none."""
        transaction.on_commit(self.ring)


wake_up = WakeUp()
