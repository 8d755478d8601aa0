"""Induction links: who may make and revoke them, and whom a code lets in. Each write is one transaction."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bot.questions.access import Role, User, schools_where
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry, WebLink

LABEL_LIMIT = 100  # characters, as in the table
DAYS_LIMIT = 400

LINK_MAKERS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD, Role.ADMINISTRATOR)
_CODE_BYTES = 16  # 128 bits: nobody guesses one


class LinkNotPrintableError(ValueError):
    """The key that signs has changed since the link was made, and its code with it: make a new link."""


def visible_links(user: User) -> QuerySet[WebLink]:
    """The links that ``user`` may see, those of one school together, the newest first."""
    links = WebLink.objects.filter(school__in=schools_where(user, *LINK_MAKERS))
    return links.select_related("created_by").order_by("school", "-created_at")


def make_link(user: User, school: str, *, label: str, role: str, days: int) -> WebLink:
    """Make a link to the web chat of ``school`` that expires in ``days`` days.

    :raises PermissionError: the user may not.
    :raises ValueError: the label is empty or too long, the role is not in the list, or ``days`` are too few or many.
    """
    if school not in schools_where(user, *LINK_MAKERS):
        raise PermissionError("Only a school's safeguarding lead, deputy or head, or an administrator, makes links.")
    if not 0 < len(label.strip()) <= LABEL_LIMIT or role not in WebLink.Role.values or not 0 < days <= DAYS_LIMIT:
        raise ValueError("A link needs a label, a role of the list, and a number of days until it expires.")
    expires = timezone.now() + timedelta(days=days)
    link = WebLink(school=school, label=label.strip(), role=role, created_by_id=user.pk, expires_at=expires)
    link.digest = _digest(_code(link.id))
    with transaction.atomic():
        link.save()
        write_audit_entry(user, AuditEntry.Action.MADE_LINK, school, f"web_link:{link.pk}")
    return link


def revoke_link(user: User, link_id: UUID) -> WebLink:
    """Have a link let nobody in any more, nor those who came by it; nothing happens where it was revoked before.

    :raises WebLink.DoesNotExist: there is none, or it is not the user's to see.
    """
    with transaction.atomic():
        link = visible_links(user).get(pk=link_id)
        if WebLink.objects.filter(pk=link_id, revoked_at=None).update(revoked_at=timezone.now()):
            write_audit_entry(user, AuditEntry.Action.REVOKED_LINK, link.school, f"web_link:{link.pk}")
    return link


def link_code(link: WebLink) -> str:
    """The code in a link's address. It is worked out anew with the secret key, for the database does not hold it.

    :raises LinkNotPrintableError: the key is another than when the link was made.
    """
    code = _code(link.pk)
    if _digest(code) != link.digest:
        raise LinkNotPrintableError("This link's poster cannot be printed again. Make a new link, and revoke this one.")
    return code


def find_open_link(code: str) -> WebLink | None:
    """The link of a code; None alike for one that is wrong, has expired or was revoked."""
    return _open_links().filter(digest=_digest(code)).first()


def is_open_link(link_id: UUID, school: str) -> bool:
    """Whether the link by which somebody came still lets people into ``school``."""
    return _open_links().filter(pk=link_id, school=school).exists()


def _open_links() -> QuerySet[WebLink]:
    return WebLink.objects.filter(revoked_at=None, expires_at__gt=timezone.now())


def _code(link_id: UUID) -> str:
    mac = salted_hmac("bot.questions.web_links", str(link_id), algorithm="sha256").digest()
    return urlsafe_b64encode(mac[:_CODE_BYTES]).decode().rstrip("=")


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
