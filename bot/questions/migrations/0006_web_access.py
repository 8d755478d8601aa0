"""Induction links, by which people without an account come into the web chat."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0005_audit_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(
                choices=[
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
                    ("made_link", "Made an induction link"),
                    ("revoked_link", "Revoked an induction link"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="WebLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("school", models.CharField(db_index=True, max_length=200)),
                ("label", models.CharField(max_length=100)),
                (
                    "role",
                    models.CharField(
                        choices=[("volunteer", "Volunteers"), ("visitor", "Visitors"), ("staff", "Staff")],
                        max_length=40,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="web_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
