"""What the gateway says by itself, without the dialogue: fixed texts with the school's contacts."""

from __future__ import annotations

from bot.datatypes.answer import Answer, Escalation, Message, Outcome
from bot.datatypes.policy import Contact, SchoolProfile

_NOT_NOW = "I cannot look that up just now."
_KEPT = "Your question has been kept for the safeguarding lead; nobody has read it yet."
_NOT_KEPT = "Your question could not be stored, so please ask it again later."
_DANGER = "If a child is in immediate danger, call 999."


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


def _with_contact(opening: str, profile: SchoolProfile, answer: Answer, reason: str) -> Message:
    route, contact = first_contact(profile)
    whom = ", ".join(part for part in (contact.name, contact.title, contact.contact) if part)
    escalation = Escalation(route=route, name=contact.name, contact=contact.contact, reason=reason)
    return Message(
        kind="answer",
        text=f"{opening}\n\nIf it cannot wait, ask {whom}.\n\n{_DANGER}",
        answer=answer.model_copy(update={"escalation": escalation}),
    )


def first_contact(profile: SchoolProfile) -> tuple[str, Contact]:
    """Whom to ask first: lead, deputies, head, the local authority; never nobody."""
    chain = [("safeguarding_lead", profile.safeguarding_lead), *(("deputy", deputy) for deputy in profile.deputies)]
    chain += [("head", profile.head), ("local_authority", profile.local_authority)]
    named = ((route, contact) for route, contact in chain if contact is not None and contact.name)
    return next(named, ("safeguarding_lead", Contact(name="your Designated Safeguarding Lead")))
