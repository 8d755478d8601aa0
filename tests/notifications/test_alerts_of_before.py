"""Alerts from before there were notices: nobody is told again, and what waits still goes out."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from bot.notifications.round import tell_everybody
from bot.questions.models import Alert, ReviewItem
from tests.questions.people import item, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]

copy_alerts = import_module("bot.notifications.migrations.0002_alerts_of_before").copy_alerts


@pytest.mark.parametrize(("was_sent", "letters"), [(True, 0), (False, 1)])
def test_an_alert_becomes_a_notice(was_sent, letters):
    lead, now = member("lead", oakfield="safeguarding_lead"), timezone.now()
    waiting = item(kind=ReviewItem.Kind.CONCERN)
    Alert.objects.create(
        item=waiting, user=lead, kind=waiting.kind, attempts=1, try_at=now, sent_at=now if was_sent else None
    )
    copy_alerts(apps, None)
    tell_everybody(now)
    assert len(mail.outbox) == letters
