"""Messages of one conversation one after another, conversations side by side."""

from __future__ import annotations

import asyncio
from collections import Counter

Key = tuple[str, ...]


class TooManyWaitingError(Exception):
    """A conversation has sent more than can wait: answer at once instead of queueing without end."""


class Turn:
    """A place in a conversation's queue, to be used with ``with``.

    Leaving lets the next one in, once all before it have left as well: who gives up waiting loses their own turn
    and nobody else's.
    """

    def __init__(self, before: asyncio.Future[None] | None, *, refused: bool = False) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._before = before
        self._refused = refused

    async def comes(self) -> None:
        """Wait until every message before this one has been dealt with.

        :raises TooManyWaitingError: the queue was full when this place was asked for.
        """
        if self._refused:
            raise TooManyWaitingError
        if self._before is not None:
            await asyncio.shield(self._before)

    def __enter__(self) -> Turn:
        """Keep the place until the end of the block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let the next one in."""
        if self._before is None or self._before.done():
            self._finish(None)
        else:
            self._before.add_done_callback(self._finish)

    def _finish(self, _before: asyncio.Future[None] | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


class ConversationOrder:
    """Hands out turns in the order in which they are asked for.

    ``waiting_limit`` bounds how many messages of one conversation may wait or run at once.
    """

    def __init__(self, waiting_limit: int = 16) -> None:
        self.waiting_limit = waiting_limit
        self._last: dict[Key, asyncio.Future[None]] = {}
        self._waiting: Counter[Key] = Counter()

    def take(self, conversation: Key) -> Turn:
        """Take the next place in a conversation's queue; where it is full, a place that never comes."""
        if self._waiting[conversation] >= self.waiting_limit:
            return Turn(None, refused=True)
        turn = Turn(self._last.get(conversation))
        self._last[conversation] = turn.done
        self._waiting[conversation] += 1
        turn.done.add_done_callback(lambda done: self._forget(conversation, done))
        return turn

    def _forget(self, conversation: Key, done: asyncio.Future[None]) -> None:
        self._waiting[conversation] -= 1
        if self._last.get(conversation) is done:
            del self._last[conversation]
            del self._waiting[conversation]
