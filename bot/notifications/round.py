"""One round of telling: these steps in this order, every few seconds. Any number of processes may go round at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.notifications.concerns import tell_of_concerns
from bot.notifications.models import LinkCode, Notice, Sending
from bot.notifications.questions import tell_of_questions
from bot.notifications.sendings import drop_needless, read_outbox, send_emails

KEPT_EMPTY = timedelta(days=30)


def tell_everybody(now: datetime) -> int:
    """Tell everybody of what they are to know at ``now``.

    :returns: how many e-mails were sent.
    """
    read_outbox(now)
    drop_needless(now)
    tell_of_concerns(now)
    tell_of_questions(now)
    sent = send_emails(now)
    _erase_spent(now)
    return sent


def _erase_spent(now: datetime) -> None:
    """Erase codes that are over, and old notices of questions that are all gone."""
    LinkCode.objects.filter(expires_at__lt=now - KEPT_EMPTY).delete()
    waiting = Sending.objects.filter(state=Sending.State.WAITING)
    spent = Notice.objects.filter(item=None, questions=None, made_at__lt=now - KEPT_EMPTY)
    spent.exclude(sendings__in=waiting).delete()
