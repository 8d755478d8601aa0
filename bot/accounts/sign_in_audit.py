"""Signing in and out, failures, lock-outs and changes of password or second factor, written into the audit log.

A failed attempt names an account only if there is one: what strangers type as a name may be a password.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry

Action = AuditEntry.Action


def connect_sign_in_audit() -> None:
    """Listen to Django, allauth and axes."""
    for signal, action in (
        (user_logged_in, Action.SIGNED_IN),
        (user_logged_out, Action.SIGNED_OUT),
        (password_changed, Action.PASSWORD_CHANGED),
        (password_set, Action.PASSWORD_CHANGED),
        (authentication_failed, Action.SIGN_IN_FAILED),
        (authenticator_added, Action.SECOND_FACTOR_ADDED),
        (authenticator_removed, Action.SECOND_FACTOR_REMOVED),
    ):
        signal.connect(partial(_note_user, action), weak=False, dispatch_uid=f"audit_{action}_{id(signal)}")
    user_login_failed.connect(_note_failure, dispatch_uid="audit_login_failed")
    user_locked_out.connect(_note_lock_out, dispatch_uid="audit_locked_out")


def _note_user(action: Action, *, user: User | None, **signal: Any) -> None:  # noqa: ANN401 (the signals' own)
    authenticator = signal.get("authenticator")
    if authenticator is not None and authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # come and go with the app's codes
    if user is not None:
        write_audit_entry(user, action, "", f"user:{user.pk}")


def _note_failure(*, credentials: dict[str, Any], **_signal: Any) -> None:  # noqa: ANN401 (the signals' own)
    _note_name(Action.SIGN_IN_FAILED, credentials.get("username"))


def _note_lock_out(*, username: str | None, **_signal: Any) -> None:  # noqa: ANN401 (the signals' own)
    _note_name(Action.LOCKED_OUT, username)


def _note_name(action: Action, username: str | None) -> None:
    user = User.objects.filter(username__iexact=username).first() if username else None
    write_audit_entry(user, action, "", f"user:{user.pk}" if user else "user:unknown")
