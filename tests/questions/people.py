"""Invented people and questions of the two invented schools."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from bot.questions.intake import open_review_item
from bot.questions.models import QuestionRecord, ReviewItem, SchoolMembership

PASSWORD = "a long enough phrase"


def member(username, *, name="", **roles):
    """A user with an address; each keyword is a school with one of its roles, or several."""
    user = User.objects.create_user(username, f"{username}@example.org", PASSWORD, last_name=name)
    for school, played in roles.items():
        for role in [played] if isinstance(played, str) else played:
            SchoolMembership.objects.create(user=user, school=school, role=role)
    return user


def item(school="oakfield", kind=ReviewItem.Kind.UNANSWERED, text="May I vape?", minutes_ago=0, **question):
    """An open review item for a question of its own."""
    opened = timezone.now() - timedelta(minutes=minutes_ago)
    record = QuestionRecord.objects.create(
        school=school, conversation=f"c-{text}", channel="api", text=text, received_at=opened, **question
    )
    filed = open_review_item(record, kind)
    ReviewItem.objects.filter(pk=filed.pk).update(opened_at=opened)
    return ReviewItem.objects.get(pk=filed.pk)
