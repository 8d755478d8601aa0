"""A gateway that has a mail server, and questions that wait since a given moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.questions.models import ReviewItem
from tests.channels.gateway_fixtures import dialogue, gateway, quick_passwords
from tests.questions.people import forget_attempts, item

__all__ = ["dialogue", "forget_attempts", "gateway", "quick_passwords"]

MARKER = "quillwort-marker"


def at(moment):
    """A moment by the clock on a wall in London, such as "2026-06-03 12:00"."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/London"))


def question(moment, kind=ReviewItem.Kind.UNANSWERED, school="oakfield", text=MARKER):
    """A question that waits since ``moment``."""
    count = ReviewItem.objects.count()
    waiting = item(school, kind, text=f"{text} {count}")
    ReviewItem.objects.filter(pk=waiting.pk).update(opened_at=at(moment) if isinstance(moment, str) else moment)
    return ReviewItem.objects.get(pk=waiting.pk)


@pytest.fixture
def mail_server(settings):
    """The gateway has a mail server; what it sends lands in Django's outbox of tests."""
    settings.SIGNPOST = replace(
        settings.SIGNPOST, email_host="mail.example.org", public_url="https://ask.example.org", alert_minutes=10.0
    )
    settings.DEFAULT_FROM_EMAIL = "signpost@example.org"
    return settings
