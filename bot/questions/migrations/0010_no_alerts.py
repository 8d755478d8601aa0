"""The alerts of before are notices now: their table goes, once they were taken over."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0009_answered_items"),
        ("notifications", "0002_alerts_of_before"),
    ]

    operations = [migrations.DeleteModel(name="Alert")]
