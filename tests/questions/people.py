"""Invented people and questions of the two invented schools."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils import timezone

from bot.questions.intake import open_review_item
from bot.questions.models import QuestionRecord, ReviewItem, SchoolMembership

PASSWORD = "a long enough phrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def member(username, *, name="", **roles):
    """A user with an address and a second factor; each keyword is a school with one of its roles, or several."""
    address = username if "@" in username else f"{username}@example.org"
    user = User.objects.create_user(username, address, PASSWORD, last_name=name)
    TOTP.activate(user, SECRET)
    for school, played in roles.items():
        for role in [played] if isinstance(played, str) else played:
            SchoolMembership.objects.create(user=user, school=school, role=role)
    return user


def code(secret=SECRET):
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture(autouse=True)
def forget_attempts():
    """Let no test's failed attempts, or used codes, count in another."""
    cache.clear()


def item(school="oakfield", kind=ReviewItem.Kind.UNANSWERED, text="May I vape?", minutes_ago=0, **question):
    """An open review item for a question of its own."""
    opened = timezone.now() - timedelta(minutes=minutes_ago)
    record = QuestionRecord.objects.create(
        school=school, conversation=f"c-{text}", channel="api", text=text, received_at=opened, **question
    )
    filed = open_review_item(record, kind)
    ReviewItem.objects.filter(pk=filed.pk).update(opened_at=opened)
    return ReviewItem.objects.get(pk=filed.pk)
