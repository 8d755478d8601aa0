"""Whom to turn to: the person a clause names, or the safeguarding lead, or the next one there is a name for."""

from __future__ import annotations

import re

from bot.datatypes.answer import Escalation
from bot.datatypes.policy import Contact, SchoolProfile

_LEAD = re.compile(r"\bDSL\b|safeguarding lead", re.IGNORECASE)
# The one in charge, and not the line manager, the site manager, the deputy head or the head of year.
_HEAD = re.compile(
    r"(?<!deputy )(?<!assistant )\bhead[ -]?(?:teacher|master|mistress)|\bhead of (?:school|centre|setting|nursery)\b"
    r"|\bthe head\b(?! of)|(?:\b(?:the|your|our|or|nursery|pre-?school|setting|centre) |/)manager\b"
    r"|(?<!deputy )(?<!assistant )(?<!vice )\bprincipal\b(?! (?:aim|purpose|reason|risk)s?\b)",
    re.IGNORECASE,
)
_CHAIR = re.compile(
    r"\bchair(?:person|man|woman)? of (?:the |our )?(?:(?:local|management|school) )?"
    r"(?:governors|trustees|committee|governing (?:body|board)|board|trust)\b",
    re.IGNORECASE,
)
_NAMED = "The clause names this person."
_UNNAMED = "your Designated Safeguarding Lead"


def _escalation(route: str, contact: Contact, reason: str) -> Escalation:
    name = f"{contact.name} ({contact.title})" if contact.title else contact.name
    return Escalation(route=route, name=name, contact=contact.contact, reason=reason)


def _chain(profile: SchoolProfile) -> list[tuple[str, Contact]]:
    """Everybody there is a name for, in the order in which to try them."""
    ordered = [("safeguarding_lead", profile.safeguarding_lead), *(("deputy", d) for d in profile.deputies)]
    ordered += [("head", profile.head), ("chair", profile.chair), ("local_authority", profile.local_authority)]
    return [(route, contact) for route, contact in ordered if contact is not None]


def escalate_to_lead(profile: SchoolProfile, reason: str) -> Escalation:
    """The safeguarding lead, or the next person of the chain with a name; never empty."""
    for route, contact in _chain(profile):
        return _escalation(route, contact, reason)
    return Escalation(route="safeguarding_lead", name=_UNNAMED, reason=reason)


def escalate_from_clause(profile: SchoolProfile, words: str) -> Escalation:
    """The person whom a clause itself names, or the lead where it names nobody."""
    named = [("chair", _CHAIR, profile.chair), ("head", _HEAD, profile.head)]
    if _LEAD.search(words):
        known = profile.safeguarding_lead is not None
        return escalate_to_lead(profile, _NAMED if known else "The clause names the safeguarding lead.")
    for route, pattern, contact in named:
        if contact is not None and pattern.search(words):
            return _escalation(route, contact, _NAMED)
    return escalate_to_lead(profile, "For anything the clause leaves open.")


def spoken(escalation: Escalation) -> str:
    """The person and how to reach them, within a sentence."""
    return f"{escalation.name}, {escalation.contact}" if escalation.contact else escalation.name
