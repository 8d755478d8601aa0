"""What only a server shows: roles that may not, and several connections at once. Run by test_on_postgres.py."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from bot.datatypes.answer import Answer, Message, Outcome
from bot.deliveries.inbox import receive, waiting_conversations
from bot.deliveries.models import InboxEntry
from bot.questions import intake
from bot.questions.audit import write_audit_entry
from bot.questions.audit_chain import check_audit_log
from bot.questions.audit_triggers import install_audit_triggers
from bot.questions.incoming_message import IncomingMessage
from bot.questions.models import AnswerRecord, AuditEntry, QuestionRecord, ReviewItem
from bot.retention.erased_bytes import overwrite_erased
from bot.retention.schedule import claim_run, erase_what_is_due
from tests.deliveries.conftest import event
from tests.retention.kept_rows import asked

THREADS = 8
# As docs/operate.md has it.
GRANTS = """
    CREATE ROLE application;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO application;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO application;
    REVOKE UPDATE, DELETE, TRUNCATE ON questions_auditentry FROM application;
"""


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


EDITOR = SimpleNamespace(connection=connection, execute=run)


def at_once(work):
    """Run ``work(number)`` in threads of their own connections; what each gave."""

    def one(number):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


@pytest.fixture
def application(db):
    """The connection, as the role that docs/operate.md has Signpost run as."""
    run(GRANTS)
    run("SET ROLE application")
    yield
    run("RESET ROLE")
    run("DROP OWNED BY application; DROP ROLE application")


def test_it_is_postgres():
    assert connection.vendor == "postgresql"


@pytest.mark.django_db
def test_the_tables_are_as_the_migrations_leave_them():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)


@pytest.mark.django_db
def test_the_role_of_the_application_writes_the_audit_log_and_cannot_change_it(application):
    write_audit_entry(None, AuditEntry.Action.EXPORTED, "oakfield", "audit_log")
    for statement in (
        "UPDATE questions_auditentry SET school = 'elmhurst'",
        "DELETE FROM questions_auditentry",
        "TRUNCATE questions_auditentry",
        "ALTER TABLE questions_auditentry DISABLE TRIGGER ALL",
        "DROP TABLE questions_auditentry",
    ):
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            run(statement)
    assert check_audit_log().faults == ()


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE questions_auditentry SET school = ''", "DELETE FROM questions_auditentry"])
def test_the_triggers_refuse_the_owner_too(change):
    install_audit_triggers(None, EDITOR)
    write_audit_entry(None, AuditEntry.Action.EXPORTED, "oakfield", "audit_log")
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        run(change)


@pytest.mark.django_db(transaction=True)
def test_the_audit_log_of_many_writers_is_one_unbroken_chain():
    at_once(lambda number: write_audit_entry(None, AuditEntry.Action.EXPORTED, "oakfield", f"audit_log:{number}"))
    found = check_audit_log()
    assert (found.entries, found.faults) == (THREADS, ())


@pytest.mark.django_db(transaction=True)
def test_the_same_question_at_once_waits_once():
    reply = Message(kind="answer", text="No rule.", answer=Answer(outcome=Outcome.UNANSWERED_NOT_IN_POLICY))

    def ask(_number):
        message = IncomingMessage("oakfield", "c-1", "May I vape?", channel="api")
        recorded = intake.record_question(message, timezone.now(), uuid4())
        intake.record_answers(recorded.id, [intake.AnsweredQuestion([reply])], 10)

    at_once(ask)
    assert (QuestionRecord.objects.count(), AnswerRecord.objects.count()) == (THREADS, THREADS)
    assert ReviewItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_that_comes_several_times_at_once_is_taken_in_once():
    assert sum(at_once(lambda _number: receive(event()))) == 1
    at_once(lambda number: receive(event(number, conversation=f"c-{number}")))
    assert InboxEntry.objects.count() == THREADS  # the event above is that of number 1
    assert len(waiting_conversations()) == THREADS


@pytest.mark.django_db(transaction=True)
def test_several_that_erase_at_once_do_no_harm():
    for number in range(30):
        asked(400, text=f"May I ask for {number} things?")
    waiting = asked(400, Outcome.UNANSWERED_NOT_IN_POLICY, text="May I vape?")
    at_once(lambda _number: erase_what_is_due(timezone.now()))
    assert [one.pk for one in QuestionRecord.objects.all()] == [waiting.pk]
    assert check_audit_log().faults == ()


@pytest.mark.django_db(transaction=True)
def test_one_of_several_gateways_does_the_daily_run():
    now = timezone.now()
    claim_run(now)  # makes the row
    erase_what_is_due(now)
    tomorrow = now + timedelta(hours=25)
    assert sum(at_once(lambda _number: claim_run(tomorrow))) == 1


@pytest.mark.django_db(transaction=True)
def test_the_space_of_what_was_erased_is_given_free():
    asked(400)
    erase_what_is_due(timezone.now())
    assert overwrite_erased()
