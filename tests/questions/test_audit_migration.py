"""A log from before the chain, taken into it."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from bot.questions.audit_chain import check_audit_log
from bot.questions.audit_triggers import install_audit_triggers, remove_audit_triggers
from bot.questions.models import AuditEntry, AuditHead
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

chain_entries = import_module("bot.questions.migrations.0005_audit_chain").chain_entries


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


EDITOR = SimpleNamespace(connection=connection, execute=run)


@pytest.fixture(autouse=True)
def before_the_chain():
    AuditHead.objects.all().delete()


@pytest.fixture
def old_log():
    """Entries without digests, as the migration finds them: two about items, one of which is gone, and another."""
    remove_audit_triggers(None, EDITOR)
    lead, waiting = member("lead", oakfield="safeguarding_lead"), item(kind="concern")
    for number, subject in enumerate((f"review_item:{waiting.pk}", "review_item:999", f"user:{lead.pk}"), start=1):
        AuditEntry.objects.create(user=lead, action="looked", school="oakfield", subject=subject, number=number + 100)


def test_old_entries_are_numbered_and_chained(old_log):
    chain_entries(apps, None)
    found = check_audit_log()
    assert (found.entries, found.faults) == (3, ())


def test_old_entries_learn_what_kind_of_item_they_tell_of(old_log):
    chain_entries(apps, None)
    assert list(AuditEntry.objects.order_by("number").values_list("kind", flat=True)) == [
        "concern",
        "allegation_about_head",
        "",
    ]


def test_an_empty_log_begins_at_nothing():
    chain_entries(apps, None)
    assert (AuditHead.objects.get().entries, check_audit_log().faults) == (0, ())


def test_the_triggers_can_be_made_again(old_log):
    for _ in range(2):
        install_audit_triggers(None, EDITOR)
    with pytest.raises(Exception, match="written once"):
        run("DELETE FROM questions_auditentry")
