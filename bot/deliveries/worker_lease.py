"""Only one worker works off inbox and outbox: a lease in the database says which.

Claims on single rows would need somebody to clear up after a worker that died. Here nothing is claimed but the work as
a whole, so a worker that dies leaves nothing stuck: the next one finds every row as it was.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from bot.deliveries.models import WorkerLease

LEASE = timedelta(seconds=15)


def take_lease(holder: str) -> bool:
    """Take or renew the lease for ``holder``; False while somebody else has it."""
    now = timezone.now()
    free = WorkerLease.objects.filter(Q(holder=holder) | Q(until__lt=now), pk=1)
    if free.update(holder=holder, until=now + LEASE):
        return True
    try:
        with transaction.atomic():
            _, is_first = WorkerLease.objects.get_or_create(pk=1, defaults={"holder": holder, "until": now + LEASE})
    except IntegrityError:  # another worker made the row between the look and the write
        return False
    return is_first


def give_up_lease(holder: str) -> None:
    """Let the next worker begin at once."""
    WorkerLease.objects.filter(pk=1, holder=holder).update(until=timezone.now())
