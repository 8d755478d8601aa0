"""Who may see what: the one door to review items. What is forbidden looks the same as what does not exist."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet

from bot.questions.models import ReviewItem, SchoolMembership

User = AbstractBaseUser | AnonymousUser

Kind = ReviewItem.Kind
Role = SchoolMembership.Role

# What is asked of the policies or of the lead. Each concern and each allegation is a matter of its own, whatever its
# words: it stands in no group, becomes no answer for everybody, and is nobody's figure.
QUESTIONS = frozenset({Kind.PARTLY, Kind.UNANSWERED, Kind.UNHELPFUL, Kind.ASKED_FOR_LEAD})
_QUEUE = QUESTIONS | {Kind.CONCERN}

# A concern about an adult is the head's to deal with, not the lead's queue, which colleagues share; one about the
# head is the chair's alone. (Keeping Children Safe in Education, part four.)
VISIBLE_KINDS: dict[Role, frozenset[Kind]] = {
    Role.SAFEGUARDING_LEAD: _QUEUE,
    Role.DEPUTY: _QUEUE,
    Role.HEAD: _QUEUE | {Kind.ALLEGATION},
    Role.CHAIR: frozenset({Kind.ALLEGATION_ABOUT_HEAD}),
    # The trust sees figures, and whoever runs Signpost sees people and settings: neither sees what anybody asked.
    Role.TRUST_LEAD: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}


def roles_by_school(user: User) -> dict[str, frozenset[Role]]:
    """The parts ``user`` plays, by school; empty for somebody who is not signed in or no longer active."""
    if not user.is_authenticated or not user.is_active:
        return {}
    roles: dict[str, set[Role]] = {}
    for school, role in SchoolMembership.objects.filter(user_id=user.pk).values_list("school", "role"):
        roles.setdefault(school, set()).add(Role(role))
    return {school: frozenset(played) for school, played in sorted(roles.items())}


def schools_where(user: User, *parts: Role) -> list[str]:
    """The schools at which ``user`` plays any of ``parts``."""
    return [school for school, played in roles_by_school(user).items() if played & set(parts)]


def visible_kinds(roles: frozenset[Role]) -> frozenset[Kind]:
    """The kinds of review item that somebody with ``roles`` at a school may see there.

    A head never sees a concern about the head, whatever else they are at the school.
    """
    kinds = frozenset[Kind]().union(*(VISIBLE_KINDS[role] for role in roles))
    return kinds - {Kind.ALLEGATION_ABOUT_HEAD} if Role.HEAD in roles else kinds


def may_see(user: User, school: str, kind: Kind) -> bool:
    """Whether ``user`` may see the review items of ``kind`` at ``school``."""
    return kind in visible_kinds(roles_by_school(user).get(school, frozenset()))


def visible_review_items(user: User) -> QuerySet[ReviewItem]:
    """The review items ``user`` may see, newest first, each with its question, its answer and who dealt with it."""
    permitted = Q(pk__in=[])
    for school, roles in roles_by_school(user).items():
        permitted |= Q(school=school, kind__in=visible_kinds(roles))
    items = ReviewItem.objects.filter(permitted).select_related(
        "question", "question__answer", "owner", "replied_by", "closed_by"
    )
    return items.order_by("-opened_at", "-pk")


def access_review_item(user: User, item_id: int) -> ReviewItem:
    """One review item that ``user`` may see.

    :raises ReviewItem.DoesNotExist: there is none, or it is not theirs to see.
    """
    return visible_review_items(user).get(pk=item_id)
