"""Approved answers, their phrasings and the clauses they rest on."""

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
            name="SchoolVersion",
            fields=[
                ("school", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ApprovedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school", models.CharField(max_length=200)),
                ("question", models.CharField(max_length=300)),
                ("text", models.TextField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "Everyone"),
                            ("staff", "Staff"),
                            ("volunteers", "Volunteers and helpers"),
                            ("visitors", "Visitors and contractors"),
                        ],
                        default="everyone",
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "In use"),
                            ("lapsed", "Needs review"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True)),
                (
                    "approved_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safeguarding_lead", "Safeguarding lead"),
                            ("deputy", "Deputy safeguarding lead"),
                            ("head", "Head"),
                            ("chair", "Chair of governors"),
                            ("trust_lead", "Trust lead"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("lapsed_at", models.DateTimeField(blank=True, null=True)),
                ("lapsed_because", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="approved_answers",
                        to="questions.reviewitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Phrasing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phrasings",
                        to="approved_answers.approvedanswer",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="RestingClause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause_id", models.CharField(max_length=200)),
                ("document_id", models.CharField(max_length=200)),
                ("digest", models.CharField(help_text="SHA-256 of the clause's text.", max_length=64)),
                ("lead_in", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("reference", models.CharField(max_length=500)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="approved_answers.approvedanswer",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="approvedanswer",
            index=models.Index(fields=["school", "status", "-changed_at"], name="approved_answer_list"),
        ),
        migrations.AddConstraint(
            model_name="restingclause",
            constraint=models.UniqueConstraint(fields=("answer", "clause_id"), name="resting_clause_once"),
        ),
    ]
