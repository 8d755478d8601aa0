"""Making a notice: a row for it and one for each way, in one transaction with what the outbox is to send."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from bot.datatypes.answer import Message
from bot.deliveries.outbox import queue_notice
from bot.notifications.models import ChatLink, Notice, Sending, ToldQuestion, Way
from bot.notifications.wording import notice_text
from bot.questions.models import ReviewItem


def make_notice(notice: Notice, ways: Sequence[Way], questions: Collection[ReviewItem] = ()) -> bool:
    """Store ``notice`` with a sending for each of ``ways``; ``questions`` are those it counts.

    :returns: False where there is one already: another process was faster, and nothing is changed.
    """
    try:
        with transaction.atomic():
            notice.save()
            ToldQuestion.objects.bulk_create(
                ToldQuestion(notice=notice, user_id=notice.user_id, item=item) for item in questions
            )
            for way in ways:
                _add_sending(notice, way, notice.made_at)
    except IntegrityError:
        return False
    return True


def add_way(notice: Notice, way: Way, now: datetime) -> None:
    """Have a notice go one more way, where it does not yet. Joins the caller's transaction."""
    if not Sending.objects.filter(notice=notice, way=way).exists():
        _add_sending(notice, way, now)


def _add_sending(notice: Notice, way: Way, now: datetime) -> None:
    sending = Sending(notice=notice, way=way, try_at=now)
    if way != Way.EMAIL:
        address = ChatLink.objects.get(user_id=notice.user_id, school=notice.school, way=way).address
        message = Message(kind="text", text=notice_text(notice).chat)
        sending.delivery = queue_notice(notice.school, way.value, address, message).key
    sending.save()
