"""The audit log: who did what to which thing, and when."""

from __future__ import annotations

from bot.questions.access import User
from bot.questions.models import AuditEntry, ReviewItem


def write_audit_entry(user: User | None, action: AuditEntry.Action, school: str, subject: str) -> AuditEntry:
    """Add one entry; call it inside the transaction of what it tells of. ``user`` is None for the command line."""
    return AuditEntry.objects.create(
        user_id=None if user is None else user.pk, action=action, school=school, subject=subject
    )


def audit_review_item(user: User, action: AuditEntry.Action, item: ReviewItem) -> AuditEntry:
    """Add one entry about a review item."""
    return write_audit_entry(user, action, item.school, f"review_item:{item.pk}")
