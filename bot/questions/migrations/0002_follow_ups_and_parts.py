"""What a message was taken to ask: in full, for whom, and as part of which message."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="questionrecord",
            name="asked_for",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="questionrecord",
            name="in_full",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="questionrecord",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="questions.questionrecord",
            ),
        ),
    ]
