"""THE LIST: every kind of data that is kept. A new one is a class in ``kinds/`` and a line here."""

from __future__ import annotations

from bot.retention.kept_kind import KeptKind
from bot.retention.kinds.account_kinds import Accounts, Invitations, ReleasedHolds, Sessions, WebLinks
from bot.retention.kinds.delivery_kinds import (
    Addresses,
    HandledEvents,
    SchoolChoices,
    SentReplies,
    UndeliveredReplies,
    UnknownWorkspaces,
    UnplacedEvents,
)
from bot.retention.kinds.dialogue_kind import DialogueMemory
from bot.retention.kinds.notice_kind import Notices
from bot.retention.kinds.question_kinds import Allegations, AllegationsAboutHead, Concerns, Questions
from bot.retention.kinds.spool_kind import SpoolFiles

# In the order in which they are erased: messages before the addresses that a reply to them would need.
KEPT_KINDS: tuple[KeptKind, ...] = (
    SpoolFiles(),
    Questions(),
    Concerns(),
    Allegations(),
    AllegationsAboutHead(),
    HandledEvents(),
    UnplacedEvents(),
    SentReplies(),
    UndeliveredReplies(),
    Addresses(),
    SchoolChoices(),
    UnknownWorkspaces(),
    Sessions(),
    Invitations(),
    Notices(),
    WebLinks(),
    ReleasedHolds(),
    Accounts(),
    DialogueMemory(),
)
