"""What a person sent, as every channel hands it to the message service."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_LIMIT = 4000  # characters
NAME_LIMIT = 200  # characters of the id of a school or a conversation

ROLES = (
    "staff",
    "teacher",
    "teaching_assistant",
    "headteacher",
    "safeguarding_lead",
    "governor",
    "volunteer",
    "visitor",
    "contractor",
    "student",
    "parent",
    "pupil",
)

# The buttons that say who is asking, by what each does.
ROLE_BUTTONS = {"role_staff": "staff", "role_volunteer": "volunteer", "role_visitor": "visitor"}


@dataclass(frozen=True)
class IncomingMessage:
    """One message on its way in.

    ``conversation`` is unique within its channel and school. ``button`` is the id of a button that was pressed,
    as it stood in the message (then ``text`` may be empty). ``asker`` is a pseudonym, or empty.
    """

    school: str
    conversation: str
    text: str
    channel: str = "api"
    role: str | None = None
    button: str | None = None
    asker: str = ""
