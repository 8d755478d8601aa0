"""Entries of the audit log in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from bot.accounts.models import Invitation
from bot.questions.models import AuditEntry, ReviewItem, SchoolMembership

_THINGS = {
    "review_list": "the list of review items",
    "audit_log": "the audit log",
    "people": "the list of people",
    "deliveries": "the deliveries in trouble",
    "figures": "the figures",
    "notifications": "how they are told",
    "notifications:email": "how they are told: e-mail",
    "notifications:slack": "how they are told: Slack",
    "notifications:teams": "how they are told: Teams",
    "approved_answers": "the list of approved answers",
    "topics": "the topics asked",
    "coverage": "the map of what the policies cover",
    "policy_review": "the questions for the policy review",
    "monthly_report": "the monthly report",
    "keeping": "what goes next",
    "user:unknown": "a name that nobody has",
}


@dataclass(frozen=True)
class AuditRow:
    """One entry, as it is shown and exported."""

    at: datetime
    who: str
    did: str
    subject: str
    school: str


def audit_rows(entries: Iterable[AuditEntry]) -> list[AuditRow]:
    """The entries in words, in their order."""
    entries = list(entries)
    subjects = [entry.subject.split(":") for entry in entries]
    names = dict(User.objects.filter(pk__in=_keys("user", subjects)).values_list("pk", "username"))
    addresses = dict(Invitation.objects.filter(pk__in=_keys("invitation", subjects)).values_list("pk", "email"))
    return [_row(entry, names, addresses) for entry in entries]


def _keys(what: str, subjects: list[list[str]]) -> set[int]:
    return {int(parts[1]) for parts in subjects if parts[0] == what and len(parts) > 1 and parts[1].isdigit()}


def _row(entry: AuditEntry, names: dict[int, str], addresses: dict[int, str]) -> AuditRow:
    who = entry.user.get_username() if entry.user else _nobody(entry)
    return AuditRow(
        entry.at, who, str(AuditEntry.Action(entry.action).label), _subject(entry, names, addresses), entry.school
    )


def _nobody(entry: AuditEntry) -> str:
    attempts = (AuditEntry.Action.SIGN_IN_FAILED, AuditEntry.Action.LOCKED_OUT)
    return "somebody unknown" if entry.action in attempts else "the command line"


def _subject(entry: AuditEntry, names: dict[int, str], addresses: dict[int, str]) -> str:
    what, *rest = entry.subject.split(":")
    if what == "retention" and len(rest) == 2:
        return f"{rest[1]} {rest[0]} that had served their time"
    if what == "person" and rest:
        return f"what is held on a person (reference {rest[0]})"
    if entry.subject in _THINGS or not rest or not rest[0].isdigit():
        return _THINGS.get(entry.subject, entry.subject)
    if what == "review_item":
        kind = f" ({ReviewItem.Kind(entry.kind).label.lower()})" if entry.kind else ""
        return f"item {rest[0]}{kind}" + (f", its {rest[1]}" if len(rest) > 1 else "")
    if what == "approved_answer":
        return f"approved answer {rest[0]}"
    if what == "approved_answers":
        return f"{rest[0]} answers, as drafts"
    if what == "hold":
        return f"hold {rest[0]}"
    known = {"user": names, "invitation": addresses}.get(what, {}).get(int(rest[0]))
    part = f", {SchoolMembership.Role(rest[1]).label.lower()}" if len(rest) > 1 else ""
    return f"{known}{part}" if known else entry.subject
