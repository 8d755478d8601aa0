"""How somebody wants to be told: read, and changed through one door."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction

from bot.notifications.models import Preference
from bot.questions.access import Kind, Role, roles_by_school, visible_kinds
from bot.questions.alert_recipients import CONCERNS
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry

SUBJECT = "notifications"
# Whose queue it is hears of questions unless they say otherwise; a head, who may look, only if they ask for it.
_TOLD_BY_DEFAULT = frozenset({Role.SAFEGUARDING_LEAD, Role.DEPUTY})
# What somebody chooses, of the fields of ``Preference``.
PREFERENCE_FIELDS = frozenset(
    {"by_email", "by_slack", "by_teams", "rhythm", "hour", "weekday", "quiet_from", "quiet_to", "quiet_weekends"}
)


def told_schools(user: User) -> dict[str, frozenset[Kind]]:
    """The schools at which somebody may see review items, and so be told of them, with the kinds they may see."""
    kinds = {school: visible_kinds(roles) for school, roles in roles_by_school(user).items()}
    return {school: seen for school, seen in kinds.items() if seen}


def question_kinds(roles: frozenset[Role]) -> frozenset[Kind]:
    """The kinds, other than concerns, that somebody with ``roles`` may see."""
    return visible_kinds(roles) - set(CONCERNS)


def preference_of(user: User, school: str) -> Preference:
    """What somebody chose for a school; what holds where they chose nothing."""
    return Preference.objects.filter(user=user, school=school).select_related("user").first() or default_preference(
        user, school, roles_by_school(user).get(school, frozenset())
    )


def default_preference(user: User, school: str, roles: frozenset[Role]) -> Preference:
    """What holds until somebody chooses, not stored."""
    rhythm = Preference.Rhythm.DAILY if roles & _TOLD_BY_DEFAULT else Preference.Rhythm.NEVER
    return Preference(user=user, school=school, rhythm=rhythm)


def change_preference(user: User, school: str, changes: Mapping[str, object]) -> Preference:
    """Change how ``user`` is told of what waits at ``school``.

    :raises PermissionError: there is nothing there that they may see.
    :raises django.core.exceptions.ValidationError: a value is not one of those to choose from.
    """
    if school not in told_schools(user) or not changes.keys() <= PREFERENCE_FIELDS:
        raise PermissionError("Only who may see review items of a school is told of them.")
    with transaction.atomic():
        preference = preference_of(user, school)
        for field, value in changes.items():
            setattr(preference, field, value)
        preference.full_clean(validate_unique=False, validate_constraints=False)
        preference.save()
        write_audit_entry(user, AuditEntry.Action.CHANGED_SETTINGS, school, SUBJECT)
    return preference
