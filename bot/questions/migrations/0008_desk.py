"""Owners, notes, replies and groups of review items, and how the search for an answer went."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0007_more_audited_actions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="QuestionMeaning",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="meaning",
                        serialize=False,
                        to="questions.reviewitem",
                    ),
                ),
                ("made_by", models.CharField(max_length=80)),
                ("asks_for", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=64)),
                ("vector", models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="reviewitem",
            name="one_open_review_item_per_question",
        ),
        migrations.AddField(
            model_name="answerrecord",
            name="search",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="is_alone",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="note",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="owned_review_items",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="replied_as",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="replied_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="replied_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replied_review_items",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="reviewitem",
            name="status",
            field=models.CharField(
                choices=[("open", "Open"), ("assigned", "Assigned"), ("answered", "Answered"), ("closed", "Closed")],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="reviewitem",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="items",
                to="questions.questiongroup",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("open", "assigned"))),
                fields=("school", "asked_in", "asked_what"),
                name="one_waiting_review_item_per_question",
            ),
        ),
    ]
