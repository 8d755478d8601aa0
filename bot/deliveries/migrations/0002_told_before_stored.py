"""Events that the database did not take at first, and whose asker got the safeguarding text all the same."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_inbox_and_outbox")]

    operations = [
        migrations.AddField(
            model_name="inboxentry",
            name="was_told",
            field=models.BooleanField(default=False),
        ),
    ]
