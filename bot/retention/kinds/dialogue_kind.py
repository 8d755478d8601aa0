"""What the dialogue remembers of a conversation: its last turns, in memory, for a day at the most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.channels.dialogue_client import dialogue_conversation
from bot.retention.kept_kind import Due, Entry, Erased, KeptKind
from bot.retention.models import ForgottenConversation
from bot.retention.person import Person


class DialogueMemory(KeptKind):
    """The trackers. They end by themselves (``bot/dialogue/bounded_tracker_store.py``).

    Only the gateway has the dialogue's secret, so what is to be forgotten at once is noted for it here.
    """

    name, label, fixed = "dialogue", "The dialogue’s memory", 1
    where = "memory of the dialogue process"
    follows_messages = True

    def due(self, now: datetime, until: datetime) -> Sequence[Due]:
        """Nothing that could be counted."""
        return []

    def erase_due(self, now: datetime) -> Iterator[int]:
        """Nothing: the dialogue does so."""
        yield from ()

    def held_on(self, person: Person) -> Sequence[Entry]:
        """Nothing that is not in the record of questions as well."""
        return []

    def erase_held(self, person: Person) -> Erased:
        """See ``KeptKind``; forgotten as soon as the gateway looks, even where a hold keeps the record of questions."""
        names = {
            f"{person.school}/{dialogue_conversation(channel, person.school, name)}"
            for channel, name in person.conversations
        }
        ForgottenConversation.objects.bulk_create(
            (ForgottenConversation(name=name) for name in sorted(names)), ignore_conflicts=True
        )
        return Erased(len(names))
