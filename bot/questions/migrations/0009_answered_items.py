"""Items that were closed with a reply count as answered. Apart from 0008: PostgreSQL alters no table just written."""

# ruff: noqa: D101, RUF012 (as Django writes migrations)

from typing import Any

from django.db import migrations
from django.db.models import F


def mark_answered(apps: Any, _editor: Any) -> None:  # noqa: ANN401 (Django's)
    """Who closed an item with a reply wrote it; in which part is not known."""
    closed_with_reply = apps.get_model("questions", "ReviewItem").objects.filter(status="closed").exclude(reply="")
    closed_with_reply.update(status="answered", replied_at=F("closed_at"), replied_by=F("closed_by"))


def mark_closed(apps: Any, _editor: Any) -> None:  # noqa: ANN401 (Django's)
    """The statuses of before."""
    items = apps.get_model("questions", "ReviewItem").objects
    items.filter(status="answered").update(status="closed")
    items.filter(status="assigned").update(status="open", owner=None)


class Migration(migrations.Migration):
    dependencies = [("questions", "0008_desk")]

    operations = [migrations.RunPython(mark_answered, mark_closed)]
