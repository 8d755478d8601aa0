"""Chains the audit log by digests, and has the database refuse to change or delete an entry."""

# ruff: noqa: D101, RUF012, ANN001, ANN201 (as Django writes migrations)
# mypy: disallow_untyped_defs=False

from django.db import migrations, models

from bot.questions.audit_chain import audit_digest
from bot.questions.audit_triggers import install_audit_triggers, remove_audit_triggers

ACTIONS = [
    ("looked", "Looked at"),
    ("replied", "Replied to"),
    ("closed", "Closed"),
    ("exported", "Exported"),
    ("invited", "Invited somebody"),
    ("withdrew_invitation", "Withdrew an invitation"),
    ("added_member", "Added a member"),
    ("removed_member", "Took a part away"),
    ("signed_in", "Signed in"),
    ("signed_out", "Signed out"),
    ("sign_in_failed", "Failed to sign in"),
    ("locked_out", "Locked out after failed attempts"),
    ("second_factor_added", "Set up a second factor"),
    ("second_factor_removed", "Removed a second factor"),
    ("password_changed", "Changed the password"),
]
KINDS = [
    ("partly", "Partly answered"),
    ("unanswered", "Not answered"),
    ("unhelpful", "Answer did not help"),
    ("asked_for_lead", "Asked for the safeguarding lead"),
    ("concern", "Safeguarding concern"),
    ("allegation", "Concern about an adult working at the school"),
    ("allegation_about_head", "Concern about the head"),
]


def chain_entries(apps, _schema_editor):
    """Number the entries in the order of their writing, note the kind of item each tells of, and chain them."""
    entries = apps.get_model("questions", "AuditEntry").objects
    kinds = dict(apps.get_model("questions", "ReviewItem").objects.values_list("pk", "kind"))
    number, previous = 0, ""
    for number, entry in enumerate(entries.order_by("at", "pk").iterator(), start=1):
        what, _, key = entry.subject.partition(":")
        if what == "review_item":
            # An item that is gone may have been about the head: its entries are for those who may know of that.
            entry.kind = kinds.get(int(key), "allegation_about_head")
        entry.number, entry.previous = number, previous
        entry.digest = previous = audit_digest(entry)
        written = {name: getattr(entry, name) for name in ("kind", "number", "previous", "digest")}
        entries.filter(pk=entry.pk).update(**written)
    apps.get_model("questions", "AuditHead").objects.create(pk=1, entries=number, digest=previous)


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0004_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entries", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.AlterField("auditentry", "action", models.CharField(choices=ACTIONS, max_length=30)),
        migrations.AddField("auditentry", "kind", models.CharField(blank=True, default="", max_length=30)),
        migrations.AlterField("auditentry", "kind", models.CharField(blank=True, choices=KINDS, max_length=30)),
        migrations.AddField("auditentry", "number", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("auditentry", "previous", models.CharField(blank=True, default="", max_length=64)),
        migrations.AlterField("auditentry", "previous", models.CharField(blank=True, max_length=64)),
        migrations.AddField("auditentry", "digest", models.CharField(default="", max_length=64)),
        migrations.AlterField("auditentry", "digest", models.CharField(max_length=64)),
        migrations.RunPython(chain_entries, migrations.RunPython.noop),
        migrations.AlterField("auditentry", "number", models.PositiveBigIntegerField(unique=True)),
        migrations.RunPython(install_audit_triggers, remove_audit_triggers),
    ]
