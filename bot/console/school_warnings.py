"""What a school's people should put right before a concern comes: contacts, and who is alerted."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from bot.answering.contact_warnings import contact_warnings
from bot.console.policy_shelf import policy_shelf
from bot.questions.alert_recipients import unalerted_kinds
from bot.questions.alerts import are_alerts_set_up

_NO_MAIL = "No alerts are sent: whoever runs Signpost has not set up a mail server. Look here often."


def warnings_by_school(schools: Iterable[str]) -> dict[str, list[str]]:
    """The warnings of each school that has any."""
    found = {school: [*_contacts(school), *_alerts(school)] for school in schools}
    return {school: warnings for school, warnings in found.items() if warnings}


def _contacts(school: str) -> list[str]:
    known = policy_shelf().school(school)
    return contact_warnings(known.profile, timezone.localdate()) if known else []


def _alerts(school: str) -> list[str]:
    if not are_alerts_set_up():
        return [_NO_MAIL]
    kinds = ", ".join(f"“{kind.label}”" for kind in unalerted_kinds(school))
    missing = "nobody who may see it has an account with an e-mail address"
    return [f"Nobody is alerted to {kinds}: {missing}."] if kinds else []
