"""The audit log: who did what to which thing, and when. One chain for all schools, so that none can lose an entry."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from bot.questions.access import User
from bot.questions.audit_chain import audit_digest
from bot.questions.models import AuditEntry, AuditHead, ReviewItem

_HEAD = 1  # the primary key of the one row of AuditHead


def write_audit_entry(
    user: User | None, action: AuditEntry.Action, school: str, subject: str, *, kind: str = ""
) -> AuditEntry:
    """Add one entry; call it inside the transaction of what it tells of.

    ``user`` is None for the command line. ``school`` is empty where it is no one school's, as with a sign-in.
    """
    with transaction.atomic():
        AuditHead.objects.get_or_create(pk=_HEAD)
        head = AuditHead.objects.select_for_update().get(pk=_HEAD)
        entry = AuditEntry(
            user_id=None if user is None else user.pk,
            action=action,
            school=school,
            subject=subject,
            kind=kind,
            at=timezone.now(),
            number=head.entries + 1,
            previous=head.digest,
        )
        entry.digest = audit_digest(entry)
        entry.save()
        AuditHead.objects.filter(pk=_HEAD).update(entries=entry.number, digest=entry.digest)
    return entry


def audit_review_item(user: User, action: AuditEntry.Action, item: ReviewItem, *, about: str = "") -> AuditEntry:
    """Add one entry about a review item, or about a part of it: its ``note``, ``category`` or ``group``."""
    subject = f"review_item:{item.pk}" + (f":{about}" if about else "")
    return write_audit_entry(user, action, item.school, subject, kind=item.kind)
