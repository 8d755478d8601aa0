"""Linking somebody's account to their Slack or Teams: they send a code, shown to them alone, from there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bot.notifications.models import ChatLink, LinkCode, Way
from bot.notifications.preferences import SUBJECT, preference_of, told_schools
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry

VALID_FOR = timedelta(minutes=15)
WRONG_LIMIT = 5  # wrong codes from one person of a platform
PAUSE = 3600  # seconds until they are forgotten

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another; eight of them are 39 bits
_CODE = re.compile(rf"link-([{_LETTERS}]{{4}})-([{_LETTERS}]{{4}})", re.IGNORECASE)


def make_code(user: User, school: str, way: Way) -> str:
    """A code that links ``user`` to whoever sends it within ``VALID_FOR``; codes made before end.

    :raises PermissionError: there is nothing at the school that they may be told of.
    """
    if school not in told_schools(user):
        raise PermissionError("Only who may see review items of a school is told of them.")
    code = "LINK-" + "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))
    now = timezone.now()
    with transaction.atomic():
        LinkCode.objects.filter(user=user, school=school, way=way, spent_at=None).update(spent_at=now)
        LinkCode.objects.create(user=user, school=school, way=way, digest=_digest(code), expires_at=now + VALID_FOR)
    return code


def is_code(text: str) -> bool:
    """Whether a message is a code, and nothing else."""
    return _CODE.fullmatch(text.strip()) is not None


def spend_code(text: str) -> None:
    """Have a code that others may have read link nobody."""
    LinkCode.objects.filter(digest=_digest(text), spent_at=None).update(spent_at=timezone.now())


def redeem_code(
    text: str, way: Way, *, schools: Collection[str], address: Mapping[str, object], sender: str
) -> ChatLink | None:
    """Link whoever was shown the code to the ``address`` that it came from, and tell them there from now on.

    :param schools: those of the workspace or tenant that it came from; a code of another links nothing.
    :param sender: the pseudonym of who sent it; after ``WRONG_LIMIT`` wrong ones they have to wait.
    :returns: None alike for a code that is wrong, spent or over, and for who has to wait.
    """
    guesses = f"link_code_guesses:{sender}"
    if cache.get(guesses, 0) >= WRONG_LIMIT:
        return None
    now = timezone.now()
    with transaction.atomic():
        found = (
            LinkCode.objects.filter(
                digest=_digest(text), way=way, school__in=schools, spent_at=None, expires_at__gt=now
            )
            .select_related("user")
            .first()
        )
        is_ours = found is not None and LinkCode.objects.filter(pk=found.pk, spent_at=None).update(spent_at=now) == 1
        if found is not None and is_ours and found.school in told_schools(found.user):
            return _link(found, address, now)
    if not cache.add(guesses, 1, PAUSE):
        cache.incr(guesses)
    return None


def unlink(user: User, school: str, way: Way) -> None:
    """Tell somebody nothing more in ``way``; nothing happens where they are not linked."""
    with transaction.atomic():
        deleted, _ = ChatLink.objects.filter(user=user, school=school, way=way).delete()
        if deleted:
            _choose(user, school, way, chosen=False)


def break_link(user_id: int, school: str, way: Way, problem: str, now: datetime) -> None:
    """Note that nothing reaches somebody there any more."""
    ChatLink.objects.filter(user_id=user_id, school=school, way=way).update(broken_at=now, problem=problem)


def mend_link(user: User, school: str, way: Way) -> None:
    """Note that something reached them there."""
    ChatLink.objects.filter(user=user, school=school, way=way).update(broken_at=None, problem="")


def _link(code: LinkCode, address: Mapping[str, object], now: datetime) -> ChatLink:
    link, _ = ChatLink.objects.update_or_create(
        user=code.user,
        school=code.school,
        way=code.way,
        defaults={"address": dict(address), "linked_at": now, "broken_at": None, "problem": ""},
    )
    _choose(code.user, code.school, Way(code.way), chosen=True)
    return link


def _choose(user: User, school: str, way: Way, *, chosen: bool) -> None:
    preference = preference_of(user, school)
    setattr(preference, f"by_{way.value}", chosen)
    preference.save()
    write_audit_entry(user, AuditEntry.Action.CHANGED_SETTINGS, school, f"{SUBJECT}:{way.value}")


def _digest(code: str) -> str:
    return salted_hmac("bot.notifications.chat_links", code.strip().upper(), algorithm="sha256").hexdigest()
