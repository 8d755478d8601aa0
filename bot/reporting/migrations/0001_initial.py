"""What each question is about."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("questions", "0007_more_audited_actions"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionTopic",
            fields=[
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="topic_label",
                        serialize=False,
                        to="questions.questionrecord",
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=100)),
                ("labelled_by", models.CharField(max_length=16)),
            ],
        ),
    ]
