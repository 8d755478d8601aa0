"""Who is to know by now that a concern waits: at once, whatever they chose, and the next in line while nobody looks.

Nothing is set going when a concern is filed: what is due is read off the record each time, so that no stop, crash or
restart loses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from bot.notifications.models import Notice, Sending
from bot.notifications.notices import make_notice
from bot.notifications.ways import is_reachable, ways_for_concern
from bot.questions.access import Kind
from bot.questions.alert_recipients import CONCERNS, IN_ORDER, Recipient, recipients
from bot.questions.models import WAITING, ReviewItem, Sighting


def tell_of_concerns(now: datetime) -> None:
    """Make a notice for everybody who is to know of a concern at ``now`` and was not told."""
    for item in unseen_concerns():
        for recipient in _due(item, now):
            notice = Notice(
                user=recipient.user, school=item.school, item=item, kind=item.kind, role=recipient.role, made_at=now
            )
            make_notice(notice, ways_for_concern(recipient.user, item.school))


def unseen_concerns() -> QuerySet[ReviewItem]:
    """The concerns that wait and that nobody has opened as what they are now."""
    seen = Sighting.objects.filter(item=OuterRef("pk"), kind=OuterRef("kind"))
    waiting = ReviewItem.objects.filter(~Exists(seen), status__in=WAITING, kind__in=CONCERNS)
    return waiting.order_by("opened_at", "pk")


def tiers(school: str, kind: Kind) -> list[list[Recipient]]:
    """Those who can be told, by part: the next part is told only if nobody of those before has looked."""
    reachable = [one for one in recipients(school, kind) if is_reachable(one.user, school)]
    return [tier for role in IN_ORDER if (tier := [one for one in reachable if one.role == role])]


def untold_kinds(school: str) -> list[Kind]:
    """The kinds of concern that nobody at a school can be told of."""
    return [kind for kind in CONCERNS if not tiers(school, kind)]


def _due(item: ReviewItem, now: datetime) -> Iterator[Recipient]:
    """Who is to know of ``item`` by now and was not told. A part that nothing reaches keeps nobody waiting."""
    told = set(Notice.objects.filter(item=item, kind=item.kind).values_list("user_id", flat=True))
    unreached = _unreached(item)
    turns = 1 + max((now - item.opened_at) // timedelta(minutes=settings.SIGNPOST.alert_minutes), 0)
    for tier in tiers(item.school, Kind(item.kind)):
        if turns <= 0:
            return
        yield from (one for one in tier if one.user.pk not in told)
        if not {one.user.pk for one in tier} <= unreached:
            turns -= 1


def _unreached(item: ReviewItem) -> set[int]:
    """The people whose notice of ``item`` failed for good on every way."""
    hopeful = Sending.objects.filter(notice=OuterRef("pk")).exclude(state=Sending.State.FAILED)
    failed = Notice.objects.filter(~Exists(hopeful), item=item, kind=item.kind)
    return set(failed.values_list("user_id", flat=True))
