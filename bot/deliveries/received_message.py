"""What a platform (Slack, Teams, …) sent, as its channel hands it to the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from pydantic import JsonValue

JSON: TypeAlias = JsonValue


@dataclass(frozen=True)
class ReceivedMessage:
    """One event of a platform that asks for a reply.

    ``event_id`` is the platform's own id, unique within its channel (begin it with the workspace or tenant).
    ``conversation`` is the key of one conversation within channel and school: order is kept within it. ``asker`` is a
    pseudonym, empty if unknown. ``button`` is the id of a pressed button. ``address`` says where replies go; only the
    channel that wrote it reads it. ``is_private``: nobody but the asker may see the reply. ``was_told``: the asker got
    the safeguarding text that it calls for before it could be stored.
    """

    channel: str
    event_id: str
    conversation: str
    school: str
    asker: str
    text: str
    button: str | None
    role: str | None
    address: Mapping[str, JSON]
    sent_at: datetime | None
    is_private: bool = False
    was_told: bool = False
