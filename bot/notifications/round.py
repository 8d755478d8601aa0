"""One round of telling: these steps in this order, every few seconds. Any number of processes may go round at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.notifications.concerns import tell_of_concerns
from bot.notifications.models import LinkCode, Notice, Sending
from bot.notifications.questions import tell_of_questions
from bot.notifications.sendings import drop_needless, read_outbox, send_emails

KEPT_EMPTY = timedelta(days=30)


def _erase_spent(now: datetime) -> None:
    """Erase codes that are over, and old notices of questions that are all gone."""
    LinkCode.objects.filter(expires_at__lt=now - KEPT_EMPTY).delete()
    waiting = Sending.objects.filter(state=Sending.State.WAITING)
    spent = Notice.objects.filter(item=None, questions=None, made_at__lt=now - KEPT_EMPTY)
    spent.exclude(sendings__in=waiting).delete()


_STEPS: tuple[Callable[[datetime], int | None], ...] = (
    read_outbox,
    drop_needless,
    tell_of_concerns,
    send_emails,  # those of concerns, whatever becomes of the rest
    tell_of_questions,
    send_emails,
    _erase_spent,
)


def tell_everybody(now: datetime) -> int:
    """Tell everybody of what they are to know at ``now``. A step that fails keeps none of the others from its work.

    :returns: how many e-mails were sent.
    :raises Exception: what the first step that failed raised, after all of them.
    """
    sent, failures = 0, []
    for step in _STEPS:
        try:
            sent += step(now) or 0
        except Exception as error:  # noqa: BLE001 (raised below)
            failures.append(error)
    if failures:
        raise failures[0]
    return sent
