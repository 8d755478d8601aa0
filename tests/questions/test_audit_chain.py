"""An audit log that nobody can rewrite unseen."""

from __future__ import annotations

import json
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from bot.questions.audit import audit_review_item, write_audit_entry
from bot.questions.audit_chain import check_audit_log
from bot.questions.audit_triggers import install_audit_triggers, remove_audit_triggers
from bot.questions.models import AuditEntry, AuditHead
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

TABLE = "questions_auditentry"


@pytest.fixture
def log():
    """Four entries, guarded as the migration leaves them, whatever tests of their own database did before."""
    install_audit_triggers(None, EDITOR)
    lead = member("lead", oakfield="safeguarding_lead")
    for number in range(4):
        write_audit_entry(lead, AuditEntry.Action.LOOKED, "oakfield", f"review_list:{number}")


@pytest.fixture
def unguarded(log):
    """The log in the hands of somebody who may do anything to the database."""
    remove_audit_triggers(None, EDITOR)


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


EDITOR = SimpleNamespace(connection=connection, execute=run)


def checked(**options):
    out = StringIO()
    try:
        call_command("check_audit", stdout=out, **options)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_entries_follow_each_other(log):
    found = check_audit_log()
    assert (found.entries, found.faults) == (4, ())


@pytest.mark.parametrize("statement", [f"UPDATE {TABLE} SET subject = 'x'", f"DELETE FROM {TABLE}"])
def test_the_database_refuses_to_change_or_delete_an_entry(log, statement):
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        run(statement)
    assert check_audit_log().faults == ()


@pytest.mark.parametrize(
    "change",
    [
        "subject = 'review_item:9'",
        "school = 'elmhurst'",
        "action = 'closed'",
        "kind = 'concern'",
        "user_id = NULL",
        "at = '2020-01-01 00:00:00'",
    ],
)
def test_a_changed_entry_is_found(unguarded, change):
    run(f"UPDATE {TABLE} SET {change} WHERE number = 2")
    assert check_audit_log().faults == ("Entry 2 was changed after it was written.",)


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_deleted_entry_is_found(unguarded, number):
    run(f"DELETE FROM {TABLE} WHERE number = {number}")
    assert check_audit_log().faults


def test_a_log_deleted_altogether_is_found(unguarded):
    run(f"DELETE FROM {TABLE}")
    assert check_audit_log().faults


def test_reordered_entries_are_found(unguarded):
    for old, new in ((2, 9), (3, 2), (9, 3)):
        run(f"UPDATE {TABLE} SET number = {new} WHERE number = {old}")
    assert check_audit_log().faults


def test_an_entry_that_was_changed_together_with_its_digest_is_found(unguarded):
    from bot.questions.audit_chain import audit_digest

    forged = AuditEntry.objects.get(number=2)
    forged.subject = "review_item:9"
    run(f"UPDATE {TABLE} SET subject = 'review_item:9', digest = '{audit_digest(forged)}' WHERE number = 2")
    assert len(check_audit_log().faults) == 1


def test_a_log_written_anew_is_found_by_a_digest_noted_before(unguarded):
    noted = check_audit_log().digest
    run(f"DELETE FROM {TABLE}")
    AuditHead.objects.all().delete()
    write_audit_entry(None, AuditEntry.Action.LOOKED, "oakfield", "review_list")
    assert check_audit_log().faults == ()
    assert check_audit_log(noted).faults


def test_the_command_says_that_all_is_well(log):
    code, out = checked()
    assert code == 0
    assert "4 entries, unbroken" in out


def test_the_command_says_what_is_wrong(unguarded):
    run(f"UPDATE {TABLE} SET subject = 'x' WHERE number = 3")
    assert checked() == (1, "Entry 3 was changed after it was written.\n")


def test_the_command_prints_json(log):
    assert json.loads(checked(json=True)[1])["ok"] is True


def test_an_entry_about_an_item_keeps_its_kind_when_the_item_is_erased():
    head = member("head", oakfield="head")
    waiting = item(kind="allegation")
    entry = audit_review_item(head, AuditEntry.Action.LOOKED, waiting)
    waiting.question.delete()
    entry.refresh_from_db()
    assert entry.kind == "allegation"
