"""Reading a tracker: which school, whose question, about what."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.datatypes.answer import Outcome, Question

# What answers a question from its likeliest clause on; a role stated later begins again.
_ANSWERING = ("action_answer_policy_question", "action_acknowledge_role")
_SHOWN_AT_ONCE = 3
_PRESSED = "show_more"
# What Rasa ranks first where no intent is likely enough; it is no topic.
_NO_INTENT = "nlu_fallback"


def _ranking(message: dict[str, Any]) -> dict[str, float]:
    ranking = message.get("intent_ranking") or []
    named = (entry for entry in ranking if entry.get("name") not in (None, _NO_INTENT))
    return {entry["name"]: float(entry["confidence"]) for entry in named}


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
        school=school_of(tracker),
        text=message.get("text") or "",
        role=role_of(tracker),
        topics=_ranking(message),
        may_ask_role=not _was_asked_back(tracker),
    )


def last_question(tracker: Tracker) -> Question | None:
    """The question that the conversation stands on, with the topics it had when it was asked; None before the first.

    ``skip`` counts the citations shown for it so far.
    """
    text = tracker.get_slot("last_question")
    if not text:
        return None
    events: list[dict[str, Any]] = tracker.events
    asked = (e for e in reversed(events) if e.get("event") == "user" and e.get("text") == text and not _is_press(e))
    return Question(
        school=school_of(tracker),
        text=text,
        role=role_of(tracker),
        topics=_ranking((next(asked, None) or {}).get("parse_data") or {}),
        skip=_shown(tracker),
    )


def _was_asked_back(tracker: Tracker) -> bool:
    """Whether the conversation has been asked before who is asking; who left that open is not asked again."""
    said = (_answer_in(event) for event in tracker.events if event.get("event") == "bot")
    return any(answer.get("outcome") == Outcome.CLARIFICATION_NEEDED for answer in said)


def _is_press(event: dict[str, Any]) -> bool:
    """Whether a button was pressed: the question comes with it again, but its topics were ranked when it was asked."""
    intent = (event.get("parse_data") or {}).get("intent") or {}
    return intent.get("name") == _PRESSED


def _shown(tracker: Tracker) -> int:
    """How many citations have been shown since the question was last answered from the beginning."""
    shown = 0
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            shown += _citations(event)
        if event.get("event") == "action" and event.get("name") in _ANSWERING:
            return shown
    # Answered before what the dialogue remembers, in the usual way.
    return _SHOWN_AT_ONCE + shown


def _citations(event: dict[str, Any]) -> int:
    return len(_answer_in(event).get("citations") or ())


def _answer_in(event: dict[str, Any]) -> dict[str, Any]:
    """The answer that a bot's event carries; empty where it carries none."""
    custom = (event.get("data") or {}).get("custom") or {}
    return custom.get("answer") or {}
