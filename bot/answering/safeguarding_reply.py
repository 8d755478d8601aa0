"""The fixed texts for a concern about a child or an adult, filled with the school's own contacts.

Order and content follow Keeping Children Safe in Education (parts one and four) and, for images, the UKCIS guidance
"Sharing nudes and semi-nudes". Nothing here waits for retrieval or repeats what the person wrote.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.datatypes.answer import Answer, Escalation, Message, Outcome
from bot.datatypes.policy import Contact, SchoolProfile

_TEXTS = Path(__file__).with_name("safeguarding_texts.yml")
_ROUTE = {
    Outcome.SAFEGUARDING_EMERGENCY: "lead",
    Outcome.SAFEGUARDING_CONCERN: "lead",
    Outcome.SAFEGUARDING_ALLEGATION: "head",
    Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD: "chair",
}
_ABOUT_HEAD = (Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD,)
_ROUTE_NAME = {"lead": "safeguarding_lead", "head": "head", "chair": "chair"}


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return texts


def _spoken(contact: Contact) -> str:
    name = f"{contact.name} ({contact.title})" if contact.title else contact.name
    return f"{name}, {contact.contact}" if contact.contact else name


def _other_than(one: Contact | None, contact: Contact | None) -> Contact | None:
    return None if one and contact and one.name.casefold() == contact.name.casefold() else contact


def _contacts(outcome: Outcome, profile: SchoolProfile) -> dict[str, str]:
    """Whom to name in each place of a text, "otherwise" where nobody is known."""
    known: dict[str, list[Contact | None]] = {
        "lead": [profile.safeguarding_lead],
        "deputies": list(profile.deputies) or [_other_than(profile.safeguarding_lead, profile.head)],
        "head": [profile.head],
        "chair": [profile.chair],
        "local_authority": [profile.local_authority],
        "social_care": [profile.local_authority],
        "out_of_hours": [profile.out_of_hours],
    }
    # Nobody is sent to the very person the concern is about, whatever else that person is at the school.
    about = profile.head.name.casefold() if profile.head and outcome in _ABOUT_HEAD else None
    return {
        role: "; ".join(_spoken(c) for c in contacts if c and c.name.casefold() != about) or _texts()["otherwise"][role]
        for role, contacts in known.items()
    }


def build_safeguarding_message(outcome: Outcome, profile: SchoolProfile) -> Message:
    """The fixed message for a safeguarding outcome.

    :raises KeyError: ``outcome`` is not one of the four safeguarding outcomes.
    """
    contacts, route = _contacts(outcome, profile), _ROUTE[outcome]
    lines = [line.format(**contacts) for line in _texts()[outcome.value]["lines"]]
    escalation = Escalation(
        route=_ROUTE_NAME[route], name=contacts[route], reason="A concern goes to a person, at once."
    )
    return Message(kind="answer", text="\n".join(lines), answer=Answer(outcome=outcome, escalation=escalation))
