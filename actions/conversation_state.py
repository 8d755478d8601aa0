"""Reading a tracker: which school, whose question, about what."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.datatypes.answer import Question

_ANSWERING = "action_answer_policy_question"
_SHOWING_MORE = "action_show_more_clauses"
_SHOWN_AT_ONCE = 3


def _ranking(message: dict[str, Any]) -> dict[str, float]:
    ranking = message.get("intent_ranking") or []
    return {entry["name"]: float(entry["confidence"]) for entry in ranking if entry.get("name")}


def school_of(tracker: Tracker) -> str:
    """The id of the school the conversation belongs to."""
    return str(tracker.get_slot("school") or "")


def role_of(tracker: Tracker) -> str | None:
    """The asker's role, where it is known."""
    role = tracker.get_slot("role")
    return str(role) if role else None


def latest_question(tracker: Tracker) -> Question:
    """The message just received, as a question with the dialogue's ranking of topics."""
    message = tracker.latest_message
    return Question(
        school=school_of(tracker), text=message.get("text") or "", role=role_of(tracker), topics=_ranking(message)
    )


def last_question(tracker: Tracker) -> Question | None:
    """The question that the conversation stands on, with the topics it had when it was asked; None before the first.

    ``skip`` counts the citations shown for it so far.
    """
    text = tracker.get_slot("last_question")
    if not text:
        return None
    topics: dict[str, float] = {}
    shown = _SHOWN_AT_ONCE
    for event in reversed(tracker.events):
        if event.get("event") == "action" and event.get("name") == _SHOWING_MORE:
            shown += _SHOWN_AT_ONCE
        if event.get("event") == "action" and event.get("name") == _ANSWERING:
            break
    for event in reversed(tracker.events):
        if event.get("event") == "user" and event.get("text") == text:
            topics = _ranking(event.get("parse_data") or {})
            break
    return Question(school=school_of(tracker), text=text, role=role_of(tracker), topics=topics, skip=shown)
