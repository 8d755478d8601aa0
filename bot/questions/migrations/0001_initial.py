"""The first tables: questions, answers, feedback, review items, memberships, the audit log."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("answered_from_policy", "answered_from_policy"),
                            ("answered_by_approved_answer", "answered_by_approved_answer"),
                            ("partly_related_clauses", "partly_related_clauses"),
                            ("unanswered_not_in_policy", "unanswered_not_in_policy"),
                            ("unanswered_out_of_scope", "unanswered_out_of_scope"),
                            ("clarification_needed", "clarification_needed"),
                            ("safeguarding_concern", "safeguarding_concern"),
                            ("safeguarding_emergency", "safeguarding_emergency"),
                            ("safeguarding_allegation", "safeguarding_allegation"),
                            ("safeguarding_allegation_about_head", "safeguarding_allegation_about_head"),
                            ("conversation", "conversation"),
                            ("failed_service_unavailable", "failed_service_unavailable"),
                        ],
                        max_length=60,
                    ),
                ),
                ("payload", models.JSONField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("duration_ms", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("looked", "Looked at"),
                            ("replied", "Replied to"),
                            ("closed", "Closed"),
                            ("added_member", "Added a member"),
                        ],
                        max_length=30,
                    ),
                ),
                ("school", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=100)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("helpful", models.BooleanField()),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback",
                        to="questions.answerrecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuestionRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("school", models.CharField(max_length=200)),
                ("conversation", models.CharField(max_length=200)),
                ("channel", models.CharField(max_length=20)),
                ("asker", models.CharField(blank=True, max_length=64)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField(blank=True)),
                ("button", models.CharField(blank=True, max_length=40)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "pressed_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presses",
                        to="questions.answerrecord",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="answerrecord",
            name="question",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="answer", to="questions.questionrecord"
            ),
        ),
        migrations.CreateModel(
            name="ReviewItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school", models.CharField(max_length=200)),
                ("asked_in", models.CharField(help_text="Digest of channel and conversation.", max_length=64)),
                ("asked_what", models.CharField(help_text="Digest of the question's words.", max_length=64)),
                (
                    "kind",
                    models.CharField(
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
                (
                    "status",
                    models.CharField(choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=10),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("policy_silent", "The policies do not say"),
                            ("policy_unclear", "The policies say it unclearly"),
                            ("policy_answers", "The policies do answer it"),
                            ("person_needed", "It needed a person"),
                            ("not_a_question", "Not a question for Signpost"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reply", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_review_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_items",
                        to="questions.questionrecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SchoolMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school", models.CharField(db_index=True, max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("safeguarding_lead", "Safeguarding lead"),
                            ("deputy", "Deputy safeguarding lead"),
                            ("head", "Head"),
                            ("chair", "Chair of governors"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="school_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="questionrecord",
            index=models.Index(
                fields=["school", "channel", "conversation", "received_at"], name="question_conversation"
            ),
        ),
        migrations.AddIndex(
            model_name="questionrecord",
            index=models.Index(fields=["received_at"], name="question_received"),
        ),
        migrations.AddIndex(
            model_name="reviewitem",
            index=models.Index(fields=["school", "status", "-opened_at"], name="review_item_queue"),
        ),
        migrations.AddConstraint(
            model_name="reviewitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("school", "asked_in", "asked_what"),
                name="one_open_review_item_per_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolmembership",
            constraint=models.UniqueConstraint(fields=("user", "school", "role"), name="membership_once"),
        ),
    ]
