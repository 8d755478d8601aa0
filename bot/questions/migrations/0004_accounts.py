"""Two more parts to play at a school: trust lead and administrator."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0003_alerts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="schoolmembership",
            name="role",
            field=models.CharField(
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
    ]
