"""Which ways of telling somebody work: set up here, and linked there."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User

from bot.notifications.models import CHATS, ChatLink, Preference, Way
from bot.notifications.preferences import preference_of


def is_mail_set_up() -> bool:
    """Whether there is a mail server."""
    return bool(settings.SIGNPOST.email_host)


def is_set_up(way: Way) -> bool:
    """Whether whoever runs Signpost has set up what ``way`` needs."""
    return is_mail_set_up() if way == Way.EMAIL else getattr(settings.SIGNPOST, way.value) is not None


def chat_links(user: User, school: str) -> dict[Way, ChatLink]:
    """Where somebody is in Slack and Teams, broken links included."""
    return {Way(link.way): link for link in ChatLink.objects.filter(user=user, school=school)}


def ways_for_concern(user: User, school: str) -> list[Way]:
    """E-mail, whatever was chosen, and each chat that was."""
    working = _working(user, school)
    if not set(CHATS) & set(working):
        return working
    preference = preference_of(user, school)
    return [way for way in working if way == Way.EMAIL or preference.wants(way)]


def is_reachable(user: User, school: str) -> bool:
    """Whether a concern reaches somebody on any way."""
    return (is_mail_set_up() and bool(user.email)) or bool(ways_for_concern(user, school))


def ways_for_questions(preference: Preference) -> list[Way]:
    """The ways that were chosen and work; e-mail, where none of those chosen does."""
    working = _working(preference.user, preference.school)
    chosen = [way for way in working if preference.wants(way)]
    return chosen or [way for way in working if way == Way.EMAIL]


def _working(user: User, school: str) -> list[Way]:
    email = [Way.EMAIL] if is_mail_set_up() and user.email else []
    if not any(map(is_set_up, CHATS)):
        return email
    linked = (way for way, link in sorted(chat_links(user, school).items()) if link.broken_at is None)
    return [*email, *(way for way in linked if is_set_up(way))]
