"""What a school's people should put right before a concern comes: contacts, and who is alerted."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from bot.answering.contact_warnings import contact_warnings
from bot.console.policy_shelf import policy_shelf
from bot.notifications.concerns import untold_kinds
from bot.notifications.ways import is_mail_set_up
from bot.questions.alert_recipients import CONCERNS

_NO_MAIL = "No alerts are sent by e-mail: whoever runs Signpost has not set up a mail server. Look here often."


def warnings_by_school(schools: Iterable[str]) -> dict[str, list[str]]:
    """The warnings of each school that has any."""
    found = {school: [*_contacts(school), *_alerts(school)] for school in schools}
    return {school: warnings for school, warnings in found.items() if warnings}


def _contacts(school: str) -> list[str]:
    known = policy_shelf().school(school)
    return contact_warnings(known.profile, timezone.localdate()) if known else []


def _alerts(school: str) -> list[str]:
    no_mail = [] if is_mail_set_up() else [_NO_MAIL]
    untold = untold_kinds(school)
    if not untold or (no_mail and len(untold) == len(CONCERNS)):
        return no_mail
    kinds = ", ".join(f"“{kind.label}”" for kind in untold)
    return [*no_mail, f"Nobody is alerted to {kinds}: nobody who may see it has an account that can be written to."]
