"""The second net: the dialogue itself took the message for a concern."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation_state import latest_question, school_of
from actions.engine import engine, known_profile_of, known_quotations_of
from actions.message_action import MessageAction
from bot.answering.answer_pipeline import answer_question
from bot.answering.message_text import build_message
from bot.answering.outcomes import REPORTS, may_have_answer_beside, shows_clauses
from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.datatypes.answer import Message, Outcome, Question

_log = logging.getLogger(__name__)


def _outcome(tracker: Tracker) -> Outcome:
    """The outcome of the report; where it is not clear which, that of a concern."""
    intent = (tracker.latest_message.get("intent") or {}).get("name") or ""
    return REPORTS.get(intent, Outcome.SAFEGUARDING_CONCERN)


def _as_a_question(message: Question) -> Question:
    """The message with the topics it would have, were it no report."""
    topics = {topic: share for topic, share in message.topics.items() if topic not in REPORTS}
    total = sum(topics.values()) or 1.0
    return message.model_copy(update={"topics": {topic: share / total for topic, share in topics.items()}})


class ActionRespondToSafeguarding(MessageAction):
    """A concern that the gateway's screen let through, or was not sure of.

    Where the two nets disagree it may as well be a question: what the policies say comes below the fixed text.
    """

    def message(self, tracker: Tracker) -> Message:
        """The fixed text for the kind of concern, and the school's own clause."""
        outcome, school = _outcome(tracker), school_of(tracker)
        return build_safeguarding_message(outcome, known_profile_of(school), known_quotations_of(school, outcome))

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Utter the fixed text, and below it the clause that answers, where there is one (Rasa SDK's protocol)."""
        events = super().run(dispatcher, tracker, domain)
        if not may_have_answer_beside(_outcome(tracker)):
            return events
        try:
            answer = answer_question(_as_a_question(latest_question(tracker)), engine())
        except Exception as error:  # noqa: BLE001 (never at the cost of the fixed text)
            _log.error("A safeguarding text went without an answer beside it: %s", type(error).__name__)
            return events
        if shows_clauses(answer.outcome):
            dispatcher.utter_message(json_message=build_message(answer).model_dump(mode="json"))
        return events
