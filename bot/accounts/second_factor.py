"""Whether somebody has set up a second factor, and starting over for whoever has lost theirs."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction

from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry


def forget_second_factor(user: User, *, by: User | None) -> bool:
    """Delete ``user``'s authenticator and recovery codes, to be set up anew at the next sign-in.

    :returns: whether there was anything to delete.
    """
    with transaction.atomic():
        deleted, _ = Authenticator.objects.filter(user=user).delete()
        if deleted:
            write_audit_entry(by, AuditEntry.Action.SECOND_FACTOR_REMOVED, "", f"user:{user.pk}")
    return bool(deleted)
