"""What is wrong with a school's contacts: unknown, without a number, or not checked for a year."""

from __future__ import annotations

from datetime import date, timedelta

from bot.datatypes.policy import SchoolProfile

STALE_AFTER = timedelta(days=365)
_POSTS = {
    "safeguarding_lead": "the safeguarding lead",
    "deputies": "a deputy safeguarding lead",
    "head": "the head",
    "chair": "the chair",
    "local_authority": "the local authority",
    "out_of_hours": "the out-of-hours line",
}
_REMEDY = "say it in school.yml, then run 'signpost ingest'"


def contact_warnings(profile: SchoolProfile, today: date) -> list[str]:
    """A sentence for each thing that is wrong with a school's contacts; empty where nothing is."""
    unknown = [name for post, name in _POSTS.items() if post in profile.missing]
    unreachable = [name for post, name in _POSTS.items() if _lacks_number(profile, post)]
    warnings = [f"Not known: {', '.join(unknown)}; {_REMEDY}."] if unknown else []
    warnings += [f"No number or address for: {', '.join(unreachable)}; {_REMEDY}."] if unreachable else []
    return warnings + _age_warnings(profile.contacts_checked, today)


def _lacks_number(profile: SchoolProfile, post: str) -> bool:
    """Whether somebody is known for a post and nobody of them can be reached."""
    held = getattr(profile, post)
    contacts = held if isinstance(held, tuple) else (held,)
    known = [contact for contact in contacts if contact is not None]
    return bool(known) and not any(contact.contact for contact in known)


def _age_warnings(checked: str | None, today: date) -> list[str]:
    remedy = "check every name and number, then write the day into contacts_checked in school.yml"
    if checked is None:
        return [f"Nobody has said when the contacts were last checked: {remedy}."]
    if today - date.fromisoformat(checked) > STALE_AFTER:
        return [f"The contacts were last checked on {checked}, more than a year ago: {remedy}."]
    return []
