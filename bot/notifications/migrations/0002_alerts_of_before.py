"""The alerts that were sent, or wait, become notices, so that nobody is told again."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_IN_ORDER = ("safeguarding_lead", "deputy", "head", "chair")


def copy_alerts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Make a notice, with one e-mail, of each alert."""
    alerts = apps.get_model("questions", "Alert").objects.select_related("item").order_by("pk")
    memberships = apps.get_model("questions", "SchoolMembership").objects
    for alert in alerts.iterator():
        played = memberships.filter(user_id=alert.user_id, school=alert.item.school).values_list("role", flat=True)
        notice = apps.get_model("notifications", "Notice").objects.create(
            user_id=alert.user_id,
            school=alert.item.school,
            item=alert.item,
            kind=alert.kind,
            role=next((role for role in _IN_ORDER if role in played), _IN_ORDER[0]),
            made_at=alert.sent_at or alert.try_at,
        )
        apps.get_model("notifications", "Sending").objects.create(
            notice=notice,
            way="email",
            state="sent" if alert.sent_at else "waiting",
            attempts=alert.attempts,
            try_at=alert.try_at,
            settled_at=alert.sent_at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_notifications"),
    ]

    operations = [
        migrations.RunPython(copy_alerts, migrations.RunPython.noop),
    ]
