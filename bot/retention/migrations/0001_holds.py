"""Legal holds, what the dialogue is yet to forget, and when old data were last erased."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("questions", "0007_more_audited_actions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasingRun",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("erased", models.PositiveIntegerField(default=0)),
                ("bytes_remain", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="ForgottenConversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("item", "A review item, with its conversation"),
                            ("person", "A person"),
                            ("period", "A period"),
                        ],
                        max_length=10,
                    ),
                ),
                ("school", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("partly", "Partly answered"),
                            ("unanswered", "Not answered"),
                            ("unhelpful", "Answer did not help"),
                            ("asked_for_lead", "Asked for the safeguarding lead"),
                            ("concern", "Safeguarding concern"),
                            ("allegation", "Concern about an adult working at the school"),
                            ("allegation_about_head", "Concern about the head"),
                        ],
                        max_length=30,
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=20)),
                ("conversation", models.CharField(blank=True, max_length=200)),
                ("asker", models.CharField(blank=True, max_length=64)),
                ("since", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=300)),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="holds",
                        to="questions.reviewitem",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds_placed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds_released",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["released_at", "school"], name="holds_in_force")],
            },
        ),
    ]
