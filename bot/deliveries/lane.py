"""One conversation's place in inbox and outbox: within it things go one after another, beside it others go on."""

from __future__ import annotations

from typing import NamedTuple


class Lane(NamedTuple):
    """Names one conversation of one school on one channel."""

    channel: str
    school: str
    conversation: str
