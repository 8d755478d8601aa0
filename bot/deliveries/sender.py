"""What a channel must be able to do for the outbox: send, and say what went wrong.

DeliveryError
├── RetryLaterError      the platform is busy, failing or silent: the same delivery is tried again
└── UndeliverableError   it will never arrive: a person has to know, and the console shows it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from bot.datatypes.answer import Message
from bot.deliveries.received_message import JSON


@dataclass(frozen=True)
class Outgoing:
    """What a sender is to send, all of it in one call.

    ``address`` is what the channel wrote into ``ReceivedMessage.address``. ``key`` stays the same each time the
    delivery is tried: pass it on where the platform takes an idempotency key. ``is_private``: nobody but the asker may
    see it.
    """

    address: Mapping[str, JSON]
    messages: Sequence[Message]
    key: UUID
    is_private: bool = False


class Sender(Protocol):
    """Sends to one platform. One for each process; any number of deliveries may be under way at once."""

    async def send(self, delivery: Outgoing) -> str | None:
        """Send, and give the platform's id of (the last of) what it shows, if it has one.

        :raises RetryLaterError: to be tried again: 429, 5xx, no answer in time.
        :raises UndeliverableError: not to be tried again: the channel is gone, the bot was removed.
        """


class DeliveryError(Exception):
    """Raised never by itself. ``problem`` is for the console: the platform's code in a few words, never a message."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class RetryLaterError(DeliveryError):
    """The platform could not take it now. ``retry_after`` is how many seconds it asked to be left alone, if it did."""

    def __init__(self, problem: str, retry_after: float | None = None) -> None:
        super().__init__(problem)
        self.retry_after = retry_after


class UndeliverableError(DeliveryError):
    """The platform will never take it: trying again would change nothing."""
