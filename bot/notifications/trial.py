"""Test messages: whether a way works, tried at once, and written down that it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.models import User
from django.core.cache import cache

from bot.notifications.chat_links import mend_link
from bot.notifications.email import build_test_email, email_problem
from bot.notifications.models import CHATS, Way
from bot.notifications.preferences import SUBJECT, told_schools
from bot.notifications.ways import chat_links, is_set_up
from bot.notifications.wording import TEST
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry

LIMIT = 5  # tests by one person
PAUSE = 600  # seconds until they are forgotten

# Sends a text to an address of a chat; gives what went wrong in a few words, "" where it arrived.
SendChat = Callable[[Way, Mapping[str, object], str], str]


class TrialRefusedError(ValueError):
    """No test can be sent that way now; says why."""


def send_trial(user: User, school: str, way: Way, send_chat: SendChat) -> str:
    """Send ``user`` a test, and say what went wrong, "" where it was taken.

    :raises PermissionError: there is nothing at the school that they may be told of.
    :raises TrialRefusedError: the way is not set up or linked, or they have sent too many.
    """
    if school not in told_schools(user):
        raise PermissionError("Only who may see review items of a school is told of them.")
    link = chat_links(user, school).get(way)
    if not is_set_up(way) or (way in CHATS and link is None):
        raise TrialRefusedError(f"{way.label} is not set up: there is nowhere to send a test to.")
    if way == Way.EMAIL and not user.email:
        raise TrialRefusedError("Your account has no e-mail address: ask whoever runs Signpost to add it.")
    _count(user)
    write_audit_entry(user, AuditEntry.Action.SENT_TEST, school, f"{SUBJECT}:{way.value}")
    if link is None:
        return _send_email(user)
    problem = send_chat(way, link.address, TEST)
    if not problem:
        mend_link(user, school, way)
    return problem


def _count(user: User) -> None:
    key = f"test_messages:{user.pk}"
    cache.add(key, 0, PAUSE)
    if cache.incr(key) > LIMIT:
        raise TrialRefusedError("You have sent several tests just now. Wait ten minutes, then try again.")


def _send_email(user: User) -> str:
    try:
        build_test_email(user.email, TEST).send()
    except Exception as error:  # noqa: BLE001 (whatever it is, the person is told in words)
        return email_problem(error)
    return ""
