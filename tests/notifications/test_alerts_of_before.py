"""Alerts from before there were notices: nobody is told again, and what waits still goes out."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bot.notifications.round import tell_everybody
from bot.questions.models import ReviewItem
from tests.questions.people import item, member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_server")]

BEFORE = [("questions", "0009_answered_items"), ("notifications", "0001_notifications")]


@pytest.fixture
def before():
    """The tables as they were when there were alerts; afterwards they are today's again."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    upgrade()


def upgrade():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.parametrize(("was_sent", "letters"), [(True, 0), (False, 1)])
def test_an_alert_becomes_a_notice(before, was_sent, letters):
    lead, now = member("lead", oakfield="safeguarding_lead"), timezone.now()
    waiting = item(kind=ReviewItem.Kind.CONCERN)
    before.get_model("questions", "Alert").objects.create(
        item_id=waiting.pk,
        user_id=lead.pk,
        kind=waiting.kind,
        attempts=1,
        try_at=now,
        sent_at=now if was_sent else None,
    )
    upgrade()
    tell_everybody(now)
    assert len(mail.outbox) == letters
    assert "questions_alert" not in connection.introspection.table_names()
