"""How long the rows of inbox and outbox are kept. Their words leave them the moment they are handled or sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Model, QuerySet

from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry, UnknownWorkspace

HANDLED = timedelta(days=7)  # a platform that tries an event again gives up within a day
WITHOUT_SCHOOL = timedelta(days=1)  # a question whose asker never chose a school
SENT = timedelta(days=30)
UNDELIVERABLE = timedelta(days=90)
UNKNOWN_WORKSPACE = timedelta(days=90)
ADDRESS = timedelta(days=180)  # counted from the last message of its conversation


def erase_old_rows(now: datetime) -> int:
    """Erase what has served its time.

    :returns: how many rows.
    """
    rows: list[QuerySet[Model]] = [
        InboxEntry.objects.filter(handled_at__lt=now - HANDLED),
        InboxEntry.objects.filter(school="", handled_at=None, received_at__lt=now - WITHOUT_SCHOOL),
        Delivery.objects.filter(sent_at__lt=now - SENT),
        Delivery.objects.filter(failed_at__lt=now - UNDELIVERABLE),
        UnknownWorkspace.objects.filter(last_at__lt=now - UNKNOWN_WORKSPACE),
        ConversationAddress.objects.filter(updated_at__lt=now - ADDRESS),
    ]
    return sum(each.delete()[0] for each in rows)
