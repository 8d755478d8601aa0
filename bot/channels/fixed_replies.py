"""What the gateway says by itself, without the dialogue: fixed texts with the school's contacts."""

from __future__ import annotations

from bot.answering.escalation import escalate_to_lead, spoken
from bot.answering.fixed_messages import EMERGENCY
from bot.datatypes.answer import Answer, Message, Outcome
from bot.datatypes.policy import SchoolProfile
from bot.questions.incoming_message import TEXT_LIMIT

_NOT_NOW = "I cannot look that up just now."
_KEPT = "Your question has been kept for the safeguarding lead; nobody has read it yet."
_NOT_KEPT = "Your question could not be stored, so please ask it again later."


def build_safe_reply(profile: SchoolProfile, *, kept: bool) -> Message:
    """The text for a question that cannot be answered just now; ``kept`` says whether the question was stored."""
    opening = f"{_NOT_NOW} {_KEPT if kept else _NOT_KEPT}"
    reason = "Your question could not be looked up."
    return _with_contact(opening, profile, Answer(outcome=Outcome.FAILED_SERVICE_UNAVAILABLE), reason)


def build_filed_reply(profile: SchoolProfile, review_item: int) -> Message:
    """Confirms that a question was filed; never that anybody has read it."""
    opening = f"Your question has been filed for the safeguarding lead as item {review_item}. Nobody has read it yet."
    return _with_contact(
        opening, profile, Answer(outcome=Outcome.CONVERSATION, review_item=review_item), "You asked for a person."
    )


def build_thanks(*, helpful: bool) -> Message:
    """Confirms that feedback was noted."""
    if helpful:
        return Message(kind="text", text="Thank you, that has been noted.")
    return Message(
        kind="text",
        text="Thank you. Your question has been filed for the safeguarding lead. You can also ask it in other words.",
    )


def build_unknown_button_reply() -> Message:
    """For a press of something that was never shown in its conversation."""
    return Message(kind="text", text="That button does nothing here. Please type your question.")


_REFUSED = {
    "empty_text": "I could not read anything in that message. Please type your question.",
    "text_too_long": f"Please shorten your question to {TEXT_LIMIT} characters.",
    "unknown_school": "Your school is not here any more. Please ask whoever looks after Signpost.",
}
_REFUSED_OTHERWISE = "That could not be taken in as it stands. Please type your question."


def build_refused_reply(code: str) -> Message:
    """For a message that cannot be taken in; ``code`` is that of ``MessageRefusedError``."""
    return Message(kind="text", text=_REFUSED.get(code, _REFUSED_OTHERWISE))


def _with_contact(opening: str, profile: SchoolProfile, answer: Answer, reason: str) -> Message:
    escalation = escalate_to_lead(profile, reason)
    return Message(
        kind="answer",
        text=f"{opening}\n\nIf it cannot wait, ask {spoken(escalation)}.\n\n{EMERGENCY}",
        answer=answer.model_copy(update={"escalation": escalation}),
    )
