"""Telling people that a concern waits, until somebody has opened it.

Nothing is set going when a concern is filed: what is due is read off the record each time, so that no stop, crash or
restart loses an alert.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet

from bot.questions.access import Kind
from bot.questions.alert_mail import build_alert_mail
from bot.questions.alert_models import Alert, Sighting
from bot.questions.alert_recipients import CONCERNS, Recipient, alert_tiers
from bot.questions.models import WAITING, ReviewItem

# Between two tries of one alert; longer than a mail server may take to answer.
_SHORTEST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)

_log = logging.getLogger(__name__)


def are_alerts_set_up() -> bool:
    """Whether there is a mail server to send alerts with."""
    return bool(settings.SIGNPOST.email_host)


def send_due_alerts(now: datetime) -> int:
    """Send every alert that is due at ``now``: to the first in line, and to the next where nobody has looked.

    Safe to call from several processes at once, as often as one likes. An alert that cannot be sent is tried again,
    each time after a longer wait.

    :returns: how many were sent; 0 where there is no mail server.
    """
    if not are_alerts_set_up():
        return 0
    return sum(_send(item, recipient, now) for item in _unseen_concerns() for recipient in _due(item, now))


def alerts_about(item: ReviewItem) -> QuerySet[Alert]:
    """The alerts about an item as what it is now, in the order in which they were made."""
    return Alert.objects.filter(item=item, kind=item.kind).select_related("user").order_by("pk")


def unsent_alerts(items: QuerySet[ReviewItem]) -> QuerySet[Alert]:
    """The alerts about those of ``items`` that nobody has seen, which were tried and could not be sent so far."""
    waiting = _unseen_concerns().filter(pk__in=items.values("pk"))
    return Alert.objects.filter(item__in=waiting, kind=F("item__kind"), sent_at=None, attempts__gt=0)


def _unseen_concerns() -> QuerySet[ReviewItem]:
    seen = Sighting.objects.filter(item=OuterRef("pk"), kind=OuterRef("kind"))
    waiting = ReviewItem.objects.filter(~Exists(seen), status__in=WAITING, kind__in=CONCERNS)
    return waiting.order_by("opened_at", "pk")


def _due(item: ReviewItem, now: datetime) -> Iterator[Recipient]:
    """Who is to know of ``item`` by now and has not been written to."""
    sent = set(alerts_about(item).exclude(sent_at=None).values_list("user_id", flat=True))
    waited = (now - item.opened_at) // timedelta(minutes=settings.SIGNPOST.alert_minutes)
    for tier in alert_tiers(item.school, Kind(item.kind))[: max(waited, 0) + 1]:
        yield from (recipient for recipient in tier if recipient.user.pk not in sent)


def _send(item: ReviewItem, recipient: Recipient, now: datetime) -> bool:
    alert, _ = Alert.objects.get_or_create(item=item, user=recipient.user, kind=item.kind, defaults={"try_at": now})
    if not _claim(alert, now):
        return False
    try:
        build_alert_mail(alert, recipient).send()
    except Exception as error:  # noqa: BLE001 (one address that cannot be used must not keep the others from theirs)
        _log.error("Alert %s could not be sent (%s): look at the mail server.", alert.pk, type(error).__name__)
        return False
    Alert.objects.filter(pk=alert.pk).update(sent_at=now)
    return True


def _claim(alert: Alert, now: datetime) -> bool:
    """Take the next try of an alert, if it is due and nobody else has taken it."""
    wait = min(_SHORTEST_WAIT * 2 ** min(alert.attempts, 10), _LONGEST_WAIT)
    untaken = Alert.objects.filter(pk=alert.pk, sent_at=None, try_at__lte=now, attempts=alert.attempts)
    return untaken.update(attempts=F("attempts") + 1, try_at=now + wait) == 1
