"""From a sending to its end: e-mails are sent here, and what became of chat messages is read off the outbox."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from bot.deliveries.models import Delivery
from bot.deliveries.outbox import withdraw_notice
from bot.notifications.chat_links import break_link
from bot.notifications.concerns import unseen_concerns
from bot.notifications.email import build_email, email_problem, is_refused_for_good
from bot.notifications.models import Notice, Sending, ToldQuestion, Way
from bot.notifications.notices import add_way
from bot.notifications.preferences import told_schools
from bot.notifications.ways import is_mail_set_up, ways_for_concern
from bot.notifications.wording import notice_text, waiting_kinds
from bot.questions.access import Kind
from bot.questions.models import ReviewItem

# Between two tries of one e-mail; longer than a mail server may take to answer.
_SHORTEST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)  # then the questions are told anew; a concern is never given up

_State = Sending.State
_log = logging.getLogger(__name__)


def drop_needless(now: datetime) -> None:
    """Send no more of what somebody has opened or closed meanwhile, nor to who may no longer see it."""
    for sending in _waiting():
        if not _is_needed(sending.notice):
            _settle(sending, _State.DROPPED, now)
            if sending.delivery:
                withdraw_notice(sending.delivery)


def send_emails(now: datetime) -> int:
    """Try every e-mail that is due.

    :returns: how many were sent.
    """
    if not is_mail_set_up():
        return 0
    return sum(_send(sending, now) for sending in _waiting().filter(way=Way.EMAIL, try_at__lte=now))


def read_outbox(now: datetime) -> None:
    """Write down what became of the messages that were handed to the outbox."""
    waiting = {sending.delivery: sending for sending in _waiting().exclude(delivery=None)}
    for delivery in Delivery.objects.filter(key__in=waiting).exclude(sent_at=None, failed_at=None):
        if delivery.sent_at:
            _settle(waiting[delivery.key], _State.SENT, now)
        else:
            is_gone = delivery.failed_at - delivery.created_at < GIVE_UP_AFTER
            _fail(waiting[delivery.key], delivery.problem, now, is_gone=is_gone)


def sendings_about(item: ReviewItem) -> QuerySet[Sending]:
    """What was sent about an item as what it is now, in the order in which it was begun."""
    about = Sending.objects.filter(notice__item=item, notice__kind=item.kind)
    return about.select_related("notice__user").order_by("pk")


def unsent_about(items: QuerySet[ReviewItem]) -> QuerySet[Sending]:
    """The sendings about those of ``items`` that nobody has seen, which were tried and did not succeed so far."""
    about = Sending.objects.filter(notice__item__in=unseen_concerns().filter(pk__in=items.values("pk")))
    tried = Q(state=_State.FAILED) | Q(state=_State.WAITING, attempts__gt=0)
    return about.filter(tried, notice__kind=F("notice__item__kind"))


def _waiting() -> QuerySet[Sending]:
    return Sending.objects.filter(state=_State.WAITING).select_related("notice__user", "notice__item").order_by("pk")


def _is_needed(notice: Notice) -> bool:
    if not notice.user.is_active:
        return False
    kinds = told_schools(notice.user).get(notice.school, frozenset())
    if notice.item_id is None:
        return bool(kinds & set(waiting_kinds(notice)))
    return Kind(notice.kind) in kinds and unseen_concerns().filter(pk=notice.item_id, kind=notice.kind).exists()


def _send(sending: Sending, now: datetime) -> bool:
    if not _claim(sending, now):
        return False
    try:
        build_email(sending, notice_text(sending.notice)).send()
    except Exception as error:  # noqa: BLE001 (one address that cannot be used must not keep the others from theirs)
        _log.error("Notice %s could not be e-mailed (%s): see How I am told.", sending.pk, type(error).__name__)
        _try_later(sending, error, now)
        return False
    _settle(sending, _State.SENT, now)
    return True


def _claim(sending: Sending, now: datetime) -> bool:
    """Take the next try of an e-mail, if it is due and nobody else has taken it."""
    wait = min(_SHORTEST_WAIT * 2 ** min(sending.attempts, 10), _LONGEST_WAIT)
    untaken = Sending.objects.filter(pk=sending.pk, state=_State.WAITING, try_at__lte=now, attempts=sending.attempts)
    return untaken.update(attempts=F("attempts") + 1, try_at=now + wait) == 1


def _try_later(sending: Sending, error: Exception, now: datetime) -> None:
    """An address refused for good ends a concern's e-mail, so that the next in line is told at once."""
    is_concern = sending.notice.item_id is not None
    is_over = is_refused_for_good(error) if is_concern else now - sending.notice.made_at > GIVE_UP_AFTER
    if is_over:
        _fail(sending, email_problem(error), now)
    else:
        Sending.objects.filter(pk=sending.pk).update(problem=email_problem(error))


def _fail(sending: Sending, problem: str, now: datetime, *, is_gone: bool = False) -> None:
    """Write down that nothing came of it. What was to be told is told by another way, or anew.

    ``is_gone``: the platform said so for good, and nothing more is sent that way until a test arrives or the person
    links it again.
    """
    with transaction.atomic():
        _settle(sending, _State.FAILED, now, problem)
        notice = sending.notice
        if is_gone:
            break_link(notice.user_id, notice.school, Way(sending.way), problem, now)
        if notice.item_id is not None:
            for way in ways_for_concern(notice.user, notice.school):
                add_way(notice, way, now)
        elif not notice.sendings.exclude(state=_State.FAILED).exists():
            ToldQuestion.objects.filter(notice=notice).delete()


def _settle(sending: Sending, state: Sending.State, now: datetime, problem: str = "") -> None:
    waiting = Sending.objects.filter(pk=sending.pk, state=_State.WAITING)
    waiting.update(state=state, settled_at=now, problem=problem)
