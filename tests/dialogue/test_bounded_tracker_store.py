"""Conversations in memory, bounded."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.bounded_tracker_store import BoundedTrackerStore
from tests.dialogue.conftest import ROOT


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def domain():
    return Domain.load(str(ROOT / "bot" / "dialogue" / "domain"))


def conversation(domain, sender, turns):
    events = [SlotSet("role", "governor")]
    for turn in range(turns):
        events += [ActionExecuted("action_listen"), UserUttered(f"question {turn}")]
    return DialogueStateTracker.from_events(sender, events, domain.slots)


def kept(store, sender):
    return asyncio.run(store.retrieve(sender))


def save(store, *trackers):
    for tracker in trackers:
        asyncio.run(store.save(tracker))


def questions(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_a_short_conversation_is_kept_whole(domain):
    store = BoundedTrackerStore(domain, turns_kept=3)
    save(store, conversation(domain, "a", 3))

    assert questions(kept(store, "a")) == ["question 0", "question 1", "question 2"]


def test_of_a_long_conversation_the_last_turns_are_kept(domain):
    store = BoundedTrackerStore(domain, turns_kept=2)
    save(store, conversation(domain, "a", 5))

    assert questions(kept(store, "a")) == ["question 3", "question 4"]


def test_a_slot_outlives_the_turn_that_set_it(domain):
    store = BoundedTrackerStore(domain, turns_kept=2)
    save(store, conversation(domain, "a", 5))

    assert kept(store, "a").get_slot("role") == "governor"


def test_the_conversation_used_least_recently_is_forgotten(domain):
    store = BoundedTrackerStore(domain, max_conversations=2)
    save(store, *(conversation(domain, sender, 1) for sender in ("a", "b", "a", "c")))

    assert [sender for sender in "abc" if kept(store, sender)] == ["a", "c"]


def test_an_old_conversation_is_forgotten(domain):
    clock = Clock()
    store = BoundedTrackerStore(domain, hours_kept=1, clock=clock)
    save(store, conversation(domain, "a", 1))
    clock.now = 3601

    assert kept(store, "a") is None
    assert store.store == {}
