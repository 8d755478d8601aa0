"""An event of a platform that the database would not take, kept on the disk until it does."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Literal

from django.conf import settings
from pydantic import ConfigDict, field_validator

from bot.channels.front_door import take_in
from bot.channels.late_storage import LateStorage
from bot.channels.school_of_channel import Place
from bot.channels.slack.incoming import Incoming
from bot.channels.slack.taking_in import take_in_press
from bot.deliveries.received_message import ReceivedMessage
from bot.questions.message_spool import Kept
from bot.questions.scrubbing import scrub

FOLDER = "events"  # within the spool

# A press of a button in Slack may be of an answer that was shown elsewhere.
WayIn = Literal["message", "slack_press"]


class KeptEvent(Kept):
    """What came, where, and by which way in.

    What a person wrote is scrubbed: the disk is to hold no more of it than the record would.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place
    message: ReceivedMessage
    way_in: WayIn = "message"

    @field_validator("message")
    @classmethod
    def _scrub(cls, message: ReceivedMessage) -> ReceivedMessage:
        return replace(message, text=scrub(message.text))


def store_kept_event(kept: KeptEvent) -> None:
    """Take in an event as if it had just come; one that was taken in meanwhile changes nothing.

    :raises django.db.Error: the database does not take it.
    """
    if kept.way_in == "slack_press":
        take_in_press(Incoming(kept.place, kept.message))
    else:
        take_in(kept.place, kept.message)


@cache
def kept_events() -> LateStorage[KeptEvent]:
    """The kept events of this process."""
    return LateStorage(settings.SIGNPOST.spool / FOLDER, KeptEvent, store_kept_event)
