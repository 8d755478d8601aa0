"""The database's own refusal to change or delete an entry of the audit log, in SQLite and in PostgreSQL.

Django makes an SQLite table anew when a migration changes it, and loses its triggers: a migration that alters
``AuditEntry`` ends with ``RunPython(install_audit_triggers)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_REFUSAL = "An audit entry is written once: it can be neither changed nor deleted."

_INSTALL = {
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS audit_entry_no_{verb} BEFORE {verb} ON questions_auditentry "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for verb in ("update", "delete")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "DROP TRIGGER IF EXISTS audit_entry_written_once ON questions_auditentry",
        "CREATE TRIGGER audit_entry_written_once BEFORE UPDATE OR DELETE ON questions_auditentry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    ),
}
_REMOVE = {
    "sqlite": ("DROP TRIGGER IF EXISTS audit_entry_no_update", "DROP TRIGGER IF EXISTS audit_entry_no_delete"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS audit_entry_written_once ON questions_auditentry",
        "DROP FUNCTION IF EXISTS refuse_audit_change()",
    ),
}


def install_audit_triggers(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ANN401 (Django's)
    """Make the triggers, where they are not there."""
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove_audit_triggers(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ANN401 (Django's)
    """Take the triggers away, for a migration that goes back."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
