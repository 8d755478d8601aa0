"""Who is to hear by now of questions that wait: at once or together, and not in quiet hours.

A question that nobody has closed, and that somebody who may see it was not told of, is due to them at their next
moment. So none is lost, whatever is stopped or changed meanwhile, and none is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from bot.notifications.models import Notice, Preference, ToldQuestion
from bot.notifications.notices import make_notice
from bot.notifications.preferences import default_preference, question_kinds
from bot.notifications.rhythm import is_quiet, last_digest
from bot.notifications.ways import ways_for_questions
from bot.questions.access import Kind, Role
from bot.questions.alert_recipients import CONCERNS
from bot.questions.models import ReviewItem, SchoolMembership


def tell_of_questions(now: datetime) -> None:
    """Make a notice for everybody whose moment has come."""
    for preference, kinds in _listeners():
        if preference.rhythm != Preference.Rhythm.NEVER and not is_quiet(preference, now):
            _tell(preference, kinds, now)


def untold_questions(user: User, school: str, kinds: Iterable[Kind]) -> QuerySet[ReviewItem]:
    """The questions of ``kinds`` that wait at a school and that ``user`` was not told of."""
    told = ToldQuestion.objects.filter(item=OuterRef("pk"), user=user)
    waiting = ReviewItem.objects.filter(~Exists(told), school=school, status=ReviewItem.Status.OPEN, kind__in=kinds)
    return waiting.order_by("opened_at", "pk")


def _tell(preference: Preference, kinds: frozenset[Kind], now: datetime) -> None:
    user, school, until = preference.user, preference.school, None
    questions = untold_questions(user, school, kinds)
    if preference.rhythm != Preference.Rhythm.AT_ONCE:
        until = last_digest(preference, now)
        questions = questions.filter(opened_at__lt=until)
        if Notice.objects.filter(user=user, school=school, period=until).exists():
            return
    ways = ways_for_questions(preference)
    counted = list(questions) if ways else []
    if counted or (ways and until):
        notice = Notice(user=user, school=school, period=until, made_at=now)
        make_notice(notice, ways if counted else (), counted)


def _listeners() -> Iterator[tuple[Preference, frozenset[Kind]]]:
    """Everybody at whose school a question waits that they may see: how they want to be told, and the kinds."""
    waiting = ReviewItem.objects.filter(status=ReviewItem.Status.OPEN).exclude(kind__in=CONCERNS)
    schools = set(waiting.values_list("school", flat=True).distinct())
    chosen = {(one.user_id, one.school): one for one in Preference.objects.filter(school__in=schools)}
    for (user, school), roles in _roles(schools).items():
        preference = chosen.get((user.pk, school)) or default_preference(user, school, roles)
        preference.user = user
        if kinds := question_kinds(roles):
            yield preference, kinds


def _roles(schools: set[str]) -> dict[tuple[User, str], frozenset[Role]]:
    memberships = SchoolMembership.objects.filter(school__in=schools, user__is_active=True).select_related("user")
    found: dict[tuple[User, str], frozenset[Role]] = {}
    for membership in memberships.order_by("school", "user_id"):
        key = (membership.user, membership.school)
        found[key] = found.get(key, frozenset()) | {Role(membership.role)}
    return found
