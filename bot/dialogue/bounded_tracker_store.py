"""Conversations in memory, bounded in number, length and age.

The gateway's tables are the record; what Rasa remembers may be lost at any time. Memory, not SQLite: nothing
that people wrote lies on a second disk to be found, erased and backed up. Bounded, because Rasa's own store
keeps every event of every conversation for ever and sends all of a conversation's to the action server at each turn.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class BoundedTrackerStore(InMemoryTrackerStore):
    """Forgets the conversations used least recently, and what lies more than a few turns back.

    :param max_conversations: how many conversations are remembered.
    :param turns_kept: how many turns of each; its slots are kept whatever their age.
    :param hours_kept: after how many hours without a message a conversation is forgotten.
    :param clock: seconds that never run backwards.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        *,
        max_conversations: int = 10_000,
        turns_kept: int = 6,
        hours_kept: float = 24,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: object,
    ) -> None:
        super().__init__(domain, event_broker)
        self._max_conversations = max_conversations
        self._turns_kept = turns_kept
        self._seconds_kept = hours_kept * 3600
        self._clock = clock
        self._saved_at: OrderedDict[str, float] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember a conversation, shortened, and forget others where there are too many."""
        await super().save(self._shortened(tracker))
        self._saved_at[tracker.sender_id] = self._clock()
        self._saved_at.move_to_end(tracker.sender_id)
        self._forget()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A conversation, or None where it is unknown or forgotten."""
        self._forget()
        return await super().retrieve(sender_id)

    def _forget(self) -> None:
        oldest_kept = self._clock() - self._seconds_kept
        while self._saved_at:
            sender_id, saved_at = next(iter(self._saved_at.items()))
            if len(self._saved_at) <= self._max_conversations and saved_at >= oldest_kept:
                return
            del self._saved_at[sender_id]
            self.store.pop(sender_id, None)

    def _shortened(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        events = list(tracker.events)
        turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
        if len(turns) <= self._turns_kept:
            return tracker
        slots: list[Event] = [
            SlotSet(name, value) for name, value in tracker.current_slot_values().items() if value is not None
        ]
        kept = [*slots, ActionExecuted(ACTION_LISTEN_NAME), *events[turns[-self._turns_kept] :]]
        return DialogueStateTracker.from_events(tracker.sender_id, kept, self.domain.slots)
