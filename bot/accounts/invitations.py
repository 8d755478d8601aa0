"""Invitations: the only way to an account from outside the machine. A link is good once, for a week."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from bot.accounts.models import Invitation
from bot.questions.audit import write_audit_entry
from bot.questions.membership import give_part
from bot.questions.models import AuditEntry, SchoolMembership

VALID_FOR = timedelta(days=7)


class InvitationClosedError(ValueError):
    """The link was used, withdrawn or has expired, or there never was one: ask for another."""


def invite(email: str, school: str, role: str, *, by: User | None = None) -> tuple[Invitation, str]:
    """Offer a part at a school to an address; earlier offers of the same part to it are withdrawn.

    :param by: who invites; None for the command line.
    :returns: the invitation and the secret of its link, which is kept nowhere.
    :raises django.core.exceptions.ValidationError: ``email`` is no address.
    :raises ValueError: ``role`` is not one of the list.
    """
    address, part, secret = email.strip().casefold(), SchoolMembership.Role(role), secrets.token_urlsafe(32)
    validate_email(address)
    now = timezone.now()
    with transaction.atomic():
        open_invitations().filter(email=address, school=school, role=part).update(closed_at=now)
        invitation = Invitation.objects.create(
            email=address,
            school=school,
            role=part,
            token_digest=_digest(secret),
            invited_by=by,
            invited_at=now,
            expires_at=now + VALID_FOR,
        )
        write_audit_entry(by, AuditEntry.Action.INVITED, school, f"invitation:{invitation.pk}:{part}")
    return invitation, secret


def invitation_link(secret: str) -> str:
    """The address to pass on. The secret stands in its query, which Django keeps out of log lines."""
    return f"{settings.SIGNPOST.public_url}{reverse('invitation')}?{urlencode({'key': secret})}"


def open_invitations() -> QuerySet[Invitation]:
    """The invitations that can still be accepted."""
    return Invitation.objects.filter(closed_at=None, expires_at__gt=timezone.now())


def find_invitation(secret: str) -> Invitation:
    """The invitation that a link leads to.

    :raises InvitationClosedError: it cannot be accepted (any more).
    """
    found = open_invitations().filter(token_digest=_digest(secret)).first()
    if found is None:
        raise InvitationClosedError("This invitation was used or withdrawn, or has expired: ask for another.")
    return found


def account_of(address: str) -> User | None:
    """The account that belongs to an e-mail address, closed ones included."""
    return User.objects.filter(email__iexact=address).first() or User.objects.filter(username__iexact=address).first()


def accept_with_password(invitation: Invitation, password: str) -> User:
    """Make the account that was offered, with ``password``.

    :raises InvitationClosedError: somebody was faster, or the address has an account: it has to be signed in to.
    :raises django.core.exceptions.ValidationError: the password is too weak.
    """
    with transaction.atomic():
        if account_of(invitation.email):
            raise InvitationClosedError("This address has an account already: sign in, then open the link again.")
        user = User(username=invitation.email, email=invitation.email)
        validate_password(password, user)
        user.set_password(password)
        user.save()
        accept_invitation(invitation, user)
    return user


def accept_invitation(invitation: Invitation, user: User) -> None:
    """Give ``user`` the part that was offered.

    :raises InvitationClosedError: somebody was faster.
    """
    with transaction.atomic():
        if not open_invitations().filter(pk=invitation.pk).update(closed_at=timezone.now(), accepted_by=user):
            raise InvitationClosedError("This invitation was used in the meantime: ask for another.")
        give_part(user, invitation.school, invitation.role, by=user)


def accept_as_owner_of(address: str) -> User | None:
    """The active account of somebody who has proved that ``address`` is theirs, with every part offered to it.

    Made where the address was invited and has none; None where it neither has an account nor was invited.
    """
    with transaction.atomic():
        offered = list(open_invitations().filter(email=address.casefold()))
        user = account_of(address)
        if user is None and offered:
            user = User(username=address.casefold(), email=address.casefold())
            user.set_unusable_password()
            user.save()
        if user is None or not user.is_active:
            return None
        for invitation in offered:
            accept_invitation(invitation, user)
    return user


def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Have the link work no more.

    :raises InvitationClosedError: it was accepted, or withdrawn, first.
    """
    with transaction.atomic():
        if not open_invitations().filter(pk=invitation.pk).update(closed_at=timezone.now()):
            raise InvitationClosedError("This invitation was used or withdrawn already.")
        subject = f"invitation:{invitation.pk}:{invitation.role}"
        write_audit_entry(by, AuditEntry.Action.WITHDREW_INVITATION, invitation.school, subject)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
