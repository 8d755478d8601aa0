"""What platforms sent, what they are to be told, where they are, whose school they are, and who works on it."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="WorkerLease",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("holder", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ConversationAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("school", models.CharField(max_length=200)),
                ("conversation", models.CharField(max_length=200)),
                ("address", models.JSONField()),
                ("is_private", models.BooleanField(default=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "school", "conversation"), name="one_address_per_conversation"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("event_id", models.CharField(max_length=200)),
                ("question_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("school", models.CharField(blank=True, max_length=200)),
                ("conversation", models.CharField(max_length=200)),
                ("asker", models.CharField(blank=True, max_length=64)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField(blank=True)),
                ("button", models.CharField(max_length=100, null=True)),
                ("address", models.JSONField(default=dict)),
                ("is_private", models.BooleanField(default=False)),
                ("ordered_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("handled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("handled_at", None)),
                        fields=["channel", "school", "conversation", "ordered_at"],
                        name="inbox_waiting",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("channel", "event_id"), name="event_received_once")],
            },
        ),
        migrations.CreateModel(
            name="SchoolChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("asker", models.CharField(max_length=64)),
                ("school", models.CharField(max_length=200)),
                ("chosen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("channel", "asker"), name="one_school_per_asker")],
            },
        ),
        migrations.CreateModel(
            name="UnknownWorkspace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("workspace", models.CharField(max_length=200)),
                ("day", models.DateField()),
                ("messages", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "workspace", "day"), name="unknown_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("channel", models.CharField(max_length=20)),
                ("school", models.CharField(blank=True, max_length=200)),
                ("conversation", models.CharField(max_length=200)),
                ("address", models.JSONField(default=dict)),
                ("messages", models.JSONField(default=list)),
                ("is_private", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=100)),
                ("platform_id", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliveries",
                        to="deliveries.inboxentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at", None), ("sent_at", None)),
                        fields=["channel", "school", "conversation", "id"],
                        name="outbox_waiting",
                    ),
                    models.Index(
                        fields=["channel", "school", "conversation", "created_at"], name="outbox_conversation"
                    ),
                    models.Index(
                        condition=models.Q(("failed_at__isnull", False)),
                        fields=["failed_at"],
                        name="outbox_undeliverable",
                    ),
                ],
            },
        ),
    ]
