"""The fixed texts for a concern about a child or an adult, filled with the school's own contacts.

Order and content follow Keeping Children Safe in Education (parts one and four) and, for images, the UKCIS guidance
"Sharing nudes and semi-nudes". Nothing here waits for retrieval or repeats what the person wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.answering.head_of_school import is_head
from bot.datatypes.answer import Answer, Citation, Escalation, Message, Outcome
from bot.datatypes.policy import Contact, SchoolProfile

_TEXTS = Path(__file__).with_name("safeguarding_texts.yml")
# Whom to turn to, in the order in which to try them. The first is named even where nobody knows who that is.
_CHAIN = {
    Outcome.SAFEGUARDING_EMERGENCY: ("lead", "deputies", "head", "local_authority"),
    Outcome.SAFEGUARDING_CONCERN: ("lead", "deputies", "head", "local_authority"),
    Outcome.SAFEGUARDING_ALLEGATION: ("head",),
    Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD: ("chair",),
}
_ROUTE_NAME = {"lead": "safeguarding_lead", "deputies": "deputy"}
_REASON = "A concern goes to a person, at once."
_NO_NUMBER = "in person; 999 if a child is in danger now"


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return texts


def _named(contact: Contact) -> str:
    return f"{contact.name} ({contact.title})" if contact.title else contact.name


def _spoken(contact: Contact) -> str:
    return f"{_named(contact)}, {contact.contact}" if contact.contact else _named(contact)


def _known(outcome: Outcome, profile: SchoolProfile) -> dict[str, list[Contact]]:
    """Who is known for each place of a text: nobody is sent to the very person a concern is, or may be, about."""
    posts: dict[str, list[Contact | None]] = {
        "lead": [profile.safeguarding_lead],
        "deputies": [*profile.deputies],
        "head": [profile.head],
        "chair": [profile.chair],
        "local_authority": [profile.local_authority],
        "social_care": [profile.local_authority],
        "out_of_hours": [profile.out_of_hours],
    }
    known = {post: [contact for contact in contacts if contact] for post, contacts in posts.items()}
    hidden = known if outcome is Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD else {"chair"}
    for post in hidden:
        known[post] = [contact for contact in known[post] if not is_head(contact, profile)]
    return known


def _filled(known: dict[str, list[Contact]]) -> dict[str, str]:
    """What stands in each place of a text; the head where there is no deputy, unless the head is the lead."""
    stand_in = [head for head in known["head"] if head.name not in {lead.name for lead in known["lead"]}]
    shown = {**known, "deputies": known["deputies"] or stand_in}
    return {
        post: "; ".join(_spoken(contact) for contact in contacts) or str(_texts()["otherwise"][post])
        for post, contacts in shown.items()
    }


def _escalation(outcome: Outcome, known: dict[str, list[Contact]]) -> Escalation:
    """The first of the chain who is known, else the first post by its name; how to reach them is never empty."""
    for post in _CHAIN[outcome]:
        for contact in known[post]:
            route, reach = _ROUTE_NAME.get(post, post), contact.contact or _NO_NUMBER
            return Escalation(route=route, name=_named(contact), contact=reach, reason=_REASON)
    post = _CHAIN[outcome][0]
    name = _texts()["otherwise"][post]
    return Escalation(route=_ROUTE_NAME.get(post, post), name=name, contact=_NO_NUMBER, reason=_REASON)


def build_safeguarding_message(outcome: Outcome, profile: SchoolProfile, quoted: Sequence[Citation] = ()) -> Message:
    """The fixed message for a safeguarding outcome, and below it the school's own clauses, where it has them.

    :raises KeyError: ``outcome`` is not one of the four safeguarding outcomes.
    """
    lines, known = _texts()[outcome.value]["lines"], _known(outcome, profile)
    contacts = _filled(known)
    answer = Answer(outcome=outcome, citations=tuple(quoted), escalation=_escalation(outcome, known))
    return Message(kind="answer", text="\n".join(line.format(**contacts) for line in lines), answer=answer)
