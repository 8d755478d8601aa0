"""Whom to turn to: the person a clause names, or the safeguarding lead, or the next one there is a name for."""

from __future__ import annotations

import re

from bot.datatypes.answer import Escalation
from bot.datatypes.policy import Contact, SchoolProfile

_LEAD = re.compile(r"\bDSL\b|safeguarding lead", re.IGNORECASE)
_HEAD = re.compile(r"\bhead ?teacher|\bmanager\b|\bprincipal\b", re.IGNORECASE)
_CHAIR = re.compile(r"\bchair of (the )?(governors|trustees|committee|local governing body)", re.IGNORECASE)
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
    if not _LEAD.search(words):
        for route, pattern, contact in named:
            if contact is not None and pattern.search(words):
                return _escalation(route, contact, "The clause names this person.")
    reason = "The clause names this person." if _LEAD.search(words) else "For anything the clause leaves open."
    return escalate_to_lead(profile, reason)


def spoken(escalation: Escalation) -> str:
    """The person and how to reach them, within a sentence."""
    return f"{escalation.name}, {escalation.contact}" if escalation.contact else escalation.name
