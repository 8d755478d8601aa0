"""Who may read which entry of the audit log."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bot.questions.access import Role, User, roles_by_school, visible_kinds
from bot.questions.models import AuditEntry, SchoolMembership

# Who may see what is done to accounts and parts. The chair is one of them so that a head who is also administrator
# cannot give anybody a chair's view unseen.
PEOPLE_READERS = frozenset({Role.SAFEGUARDING_LEAD, Role.CHAIR, Role.ADMINISTRATOR})


def visible_audit_entries(user: User) -> QuerySet[AuditEntry]:
    """The entries ``user`` may see, newest first.

    An entry about a review item is for those who may see items of its kind, so that a head never meets one about an
    allegation about the head; others are for ``PEOPLE_READERS`` of the school; one's own, for oneself.
    """
    permitted = Q(user_id=user.pk, kind="") if user.is_authenticated else Q(pk__in=[])
    for school, roles in roles_by_school(user).items():
        permitted |= Q(school=school, kind__in=visible_kinds(roles))
        if roles & PEOPLE_READERS:
            permitted |= Q(school=school, kind="") | Q(school="", kind="", user_id__in=_members(school))
        if Role.ADMINISTRATOR in roles:
            permitted |= Q(school="", kind="", user_id=None)  # attempts with names that nobody has
    return AuditEntry.objects.filter(permitted).select_related("user").order_by("-number")


def _members(school: str) -> QuerySet[SchoolMembership, int]:
    return SchoolMembership.objects.filter(school=school).values_list("user_id", flat=True)
