"""The second net: the dialogue itself took the message for a concern."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation_state import school_of
from actions.engine import known_profile_of, known_quotations_of
from actions.message_action import MessageAction
from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.datatypes.answer import Message, Outcome

_OUTCOMES = {
    "report_emergency": Outcome.SAFEGUARDING_EMERGENCY,
    "report_allegation": Outcome.SAFEGUARDING_ALLEGATION,
    "report_allegation_about_head": Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD,
}


class ActionRespondToSafeguarding(MessageAction):
    """A concern that the gateway's screen let through."""

    def message(self, tracker: Tracker) -> Message:
        """The fixed text for the kind of concern, and the school's own clause."""
        intent = (tracker.latest_message.get("intent") or {}).get("name") or ""
        outcome = _OUTCOMES.get(intent, Outcome.SAFEGUARDING_CONCERN)
        school = school_of(tracker)
        return build_safeguarding_message(outcome, known_profile_of(school), known_quotations_of(school, outcome))
