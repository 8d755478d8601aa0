"""Messages that quote nothing: where to find a person, who is being answered, and that something has failed."""

from __future__ import annotations

from bot.answering.escalation import escalate_to_lead, spoken
from bot.answering.outcomes import OUTCOMES
from bot.datatypes.answer import Answer, Message, Outcome
from bot.datatypes.policy import SchoolProfile

EMERGENCY = "If a child is in danger now, call 999 and tell a person at once."


def build_person_message(profile: SchoolProfile) -> Message:
    """Whom to speak to instead of this program."""
    escalation = escalate_to_lead(profile, "You asked for a person.")
    text = f"The person to speak to is {spoken(escalation)}. {EMERGENCY}"
    return Message(kind="answer", text=text, answer=Answer(outcome=Outcome.CONVERSATION, escalation=escalation))


def build_role_message(role: str) -> Message:
    """That the asker's role is known from now on."""
    named = "member of staff" if role == "staff" else role
    text = f"Thank you. I will show you the clauses that apply to a {named}." if role else "Thank you."
    return Message(kind="answer", text=text, answer=Answer(outcome=Outcome.CONVERSATION))


def build_failed_message(profile: SchoolProfile | None) -> Message:
    """The safe text when the question could not be looked up; ``profile`` is None where even that cannot be read."""
    outcome = Outcome.FAILED_SERVICE_UNAVAILABLE
    profile = profile or SchoolProfile(school="", name="")
    escalation = escalate_to_lead(profile, "This program could not look your question up.")
    text = f"{OUTCOMES[outcome].reply} Please ask {spoken(escalation)}. {EMERGENCY}"
    return Message(kind="answer", text=text, answer=Answer(outcome=outcome, escalation=escalation))
