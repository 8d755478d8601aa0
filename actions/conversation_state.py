"""Reading a tracker: which school, whose question, about what."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.datatypes.answer import Outcome, Question

# What answers a question from its likeliest clause on; a role stated later begins again.
_ANSWERING = ("action_answer_policy_question", "action_acknowledge_role")
_SHOWING_MORE = "action_show_more_clauses"
_SHOWN_AT_ONCE = 3
# Intents by which the question comes with the message again.
_PRESSED = ("show_more", "show_reason")
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


def _asked_for(tracker: Tracker, entity: str) -> str | None:
    """Whom a question asks for, where the gateway says that it is not the asker; it holds for this turn alone."""
    entities = tracker.latest_message.get("entities") or []
    return next((str(one["value"]) for one in entities if one.get("entity") == entity and one.get("value")), None)


def latest_question(tracker: Tracker) -> Question:
    """The message just received, as a question with the dialogue's ranking of topics."""
    message = tracker.latest_message
    return Question(
        school=school_of(tracker),
        text=message.get("text") or "",
        role=_asked_for(tracker, "asked_for") or role_of(tracker),
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
        role=_asked_for(tracker, "last_asked_for") or role_of(tracker),
        topics=_ranking((next(asked, None) or {}).get("parse_data") or {}),
        skip=_shown(tracker, text),
    )


def _was_asked_back(tracker: Tracker) -> bool:
    """Whether the conversation has been asked before who is asking; who left that open is not asked again."""
    said = (_answer_in(event) for event in tracker.events if event.get("event") == "bot")
    return any(answer.get("outcome") == Outcome.CLARIFICATION_NEEDED for answer in said)


def _is_press(event: dict[str, Any]) -> bool:
    """Whether a button was pressed: the question comes with it again, but its topics were ranked when it was asked."""
    intent = (event.get("parse_data") or {}).get("intent") or {}
    return intent.get("name") in _PRESSED


def _shown(tracker: Tracker, question: str) -> int:
    """How many citations have been shown for a question since it was last answered from the beginning."""
    shown: dict[str, int] = {}
    said, standing, about = question, question, ""
    for event in tracker.events:
        name = event.get("name") if event.get("event") == "action" else None
        if event.get("event") == "user":
            said = event.get("text") or ""
        elif event.get("event") == "bot" and about:
            shown[about] += _citations(event)
        elif name in _ANSWERING:
            standing = about = said if name == _ANSWERING[0] else standing
            shown[about] = 0
        elif name is not None:
            # A press names the question it is about; "more" as it is typed goes on with the last one.
            about = (said if said in shown else standing) if name == _SHOWING_MORE and shown else ""
    # Answered before what the dialogue remembers, in the usual way.
    return shown.get(question, _SHOWN_AT_ONCE)


def _citations(event: dict[str, Any]) -> int:
    return len(_answer_in(event).get("citations") or ())


def _answer_in(event: dict[str, Any]) -> dict[str, Any]:
    """The answer that a bot's event carries; empty where it carries none."""
    custom = (event.get("data") or {}).get("custom") or {}
    return custom.get("answer") or {}
