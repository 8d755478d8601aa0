"""``python -m django check_audit``: whether any entry of the audit log was changed, deleted or moved."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from bot.questions.audit_chain import AuditCheck, check_audit_log
from bot.questions.models import AuditEntry

_NOT_YET = AuditCheck(entries=0, digest="", faults=())


class Command(BaseCommand):
    """Reads the whole log; exit code 1 where something is wrong with it."""

    help = "Check the chain of the audit log."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("--noted", default="", help="a digest that an earlier check printed, to be found again")
        parser.add_argument("--json", action="store_true", help="print JSON, for a program to read")

    def handle(self, *, noted: str, **options: object) -> None:
        """Check, and print what was found."""
        found = _check(noted)
        self.stdout.write(_as_json(found) if options["json"] else "\n".join(found.faults) or _summary(found))
        if found.faults:
            self.stdout.flush()
            raise SystemExit(1)


def _check(noted: str) -> AuditCheck:
    try:
        if AuditEntry._meta.db_table not in connection.introspection.table_names():
            return _NOT_YET
        return check_audit_log(noted)
    except DatabaseError as error:
        raise CommandError(f"The audit log cannot be read ({type(error).__name__}): start Signpost once.") from None


def _as_json(found: AuditCheck) -> str:
    return json.dumps({"ok": not found.faults, **asdict(found)})


def _summary(found: AuditCheck) -> str:
    if not found.entries:
        return "Audit log: empty."
    return f"Audit log: {found.entries} entries, unbroken; the last one's digest is {found.digest}."
