"""Who is told that a concern waits, and in which order. Nobody is told of what they may not see."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from bot.questions.access import VISIBLE_KINDS, Kind, Role, visible_kinds
from bot.questions.models import SchoolMembership

# The kinds that somebody is alerted to, and of which the asker is told that they were seen.
CONCERNS = (Kind.CONCERN, Kind.ALLEGATION, Kind.ALLEGATION_ABOUT_HEAD)
# Who is told first, and who next while nobody has looked.
IN_ORDER = (Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD, Role.CHAIR)
_TITLES = {Role.SAFEGUARDING_LEAD: "Designated Safeguarding Lead", Role.DEPUTY: "Deputy Designated Safeguarding Lead"}


@dataclass(frozen=True)
class Recipient:
    """Somebody who may see a kind of concern, and the part they play in which they may."""

    user: User
    role: Role

    def spoken(self) -> str:
        """The person as they are spoken of: name and part, or the part alone where the account has no name."""
        title = _TITLES.get(self.role, self.role.label)
        name = self.user.get_full_name()
        return f"{name}, {title}" if name else f"the {title}"


def recipients(school: str, kind: Kind) -> list[Recipient]:
    """Everybody who may see items of ``kind`` at ``school``, in the order in which they are told."""
    played: dict[User, set[Role]] = {}
    memberships = SchoolMembership.objects.filter(school=school, user__is_active=True).select_related("user")
    for membership in memberships.order_by("user_id"):
        played.setdefault(membership.user, set()).add(Role(membership.role))
    found = [Recipient(user, role) for user, roles in played.items() if (role := seeing_role(frozenset(roles), kind))]
    return sorted(found, key=lambda recipient: IN_ORDER.index(recipient.role))


def seeing_role(roles: frozenset[Role], kind: Kind) -> Role | None:
    """The first of somebody's parts that lets them see ``kind``, unless another forbids it."""
    if kind not in visible_kinds(roles):
        return None
    return next((role for role in IN_ORDER if role in roles and kind in VISIBLE_KINDS[role]), None)
