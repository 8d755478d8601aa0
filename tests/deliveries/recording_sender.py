"""A platform's sender that writes down what it was given, and can be told to fail in the ways that platforms fail."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from bot.deliveries.sender import Outgoing


class RecordingSender:
    """``faults`` holds, by room, what the next sends there raise; ``held`` holds rooms that do not answer."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.deliveries: list[Outgoing] = []
        self.tried: list[str] = []
        self.faults: dict[str, list[Exception]] = defaultdict(list)
        self.held: dict[str, asyncio.Event] = {}
        self._changed = asyncio.Event()

    async def send(self, delivery: Outgoing) -> str:
        room = str(delivery.address["room"])
        self.tried.append(room)
        self._changed.set()
        if room in self.held:
            await self.held[room].wait()
        if self.faults[room]:
            raise self.faults[room].pop(0)
        for message in delivery.messages:
            self.sent.append((room, message.text))
        self.deliveries.append(delivery)
        self._changed.set()
        return f"m-{len(self.sent)}"

    async def until(self, condition) -> None:
        """Wait until ``condition`` holds; looked at after each try and send."""
        async with asyncio.timeout(30):
            while not condition():
                self._changed.clear()
                await self._changed.wait()
