"""Notices that did not arrive or wait too long, for those who may know of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from bot.notifications.models import Sending
from bot.questions.access import Role, roles_by_school, visible_kinds

LATE = timedelta(minutes=5)
SHOWN = timedelta(days=30)


def troubled_sendings(user: User, now: datetime) -> QuerySet[Sending]:
    """The sendings in trouble that ``user`` may know of, newest first.

    One about a concern is for those who may see concerns of its kind, so that a head meets none about an allegation
    about the head, not even as administrator.
    """
    late = Q(state=Sending.State.WAITING, notice__made_at__lt=now - LATE)
    troubled = Sending.objects.filter(Q(state=Sending.State.FAILED) | late, notice__made_at__gt=now - SHOWN)
    permitted = Q(notice__user_id=user.pk)
    for school, played in roles_by_school(user).items():
        kinds = visible_kinds(played)
        ordinary = {""} if kinds or Role.ADMINISTRATOR in played else set()
        permitted |= Q(notice__school=school, notice__kind__in=kinds | ordinary)
    return troubled.filter(permitted).select_related("notice__user").order_by("-notice__made_at", "-pk")
