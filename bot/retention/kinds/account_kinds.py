"""Accounts of the console and what ends there: sessions, invitations, links to the chat, released holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from bot.accounts.models import Invitation
from bot.notifications.models import ChatLink, LinkCode, Preference
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry, SchoolMembership, WebLink
from bot.retention.kept_kind import Due, Entry, Erased, KeptKind
from bot.retention.models import LegalHold
from bot.retention.person import Person
from bot.retention.table_kind import TableKind, moment


class Sessions(TableKind):
    """Sessions of the console that have ended, with the addresses and browsers noted for them."""

    name, label, fixed = "sessions", "Sessions of the console that have ended", 0
    where, model, stamp, school = "django_session, usersessions_usersession", Session, "expire_date", ""

    def entry(self, row: Session) -> Entry:
        """See ``TableKind``."""
        return {"ends": moment(row.expire_date)}

    def erase(self, rows: Sequence[Session]) -> None:
        """See ``TableKind``."""
        UserSession.objects.filter(session_key__in=[row.pk for row in rows]).delete()
        super().erase(rows)


class Invitations(TableKind):
    """Invitations that were accepted, withdrawn, or have expired."""

    name, label, setting = "invitations", "Invitations that have ended", "ended"
    where, model, stamp = "accounts_invitation", Invitation, "ended"

    def all(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return Invitation.objects.annotate(ended=Least(Coalesce(F("closed_at"), F("expires_at")), F("expires_at")))

    def of(self, person: Person) -> Q:
        """See ``TableKind``."""
        address = person.account.email if person.account else ""
        return Q(email__iexact=address) if address else Q(pk__in=[])

    def entry(self, row: Invitation) -> Entry:
        """See ``TableKind``."""
        return {"address": row.email, "school": row.school, "part": row.role, "invited": moment(row.invited_at)}


class WebLinks(TableKind):
    """Links to the chat that were revoked or have expired."""

    name, label, setting = "links", "Links to the chat that have ended", "ended"
    where, model, stamp = "questions_weblink", WebLink, "ended"

    def all(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return WebLink.objects.annotate(ended=Least(Coalesce(F("revoked_at"), F("expires_at")), F("expires_at")))

    def entry(self, row: WebLink) -> Entry:
        """See ``TableKind``."""
        return {"school": row.school, "label": row.label}


class ReleasedHolds(TableKind):
    """Holds that keep nothing any more. They may tell of concerns, so their number is nobody's."""

    name, label, setting = "holds", "Holds that were released", "ended"
    where, model, stamp = "retention_legalhold", LegalHold, "released_at"
    follows_messages = True

    def finished(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return LegalHold.objects.filter(released_at__isnull=False)

    def entry(self, row: LegalHold) -> Entry:
        """See ``TableKind``."""
        return {"school": row.school, "about": row.about}


class Accounts(KeptKind):
    """Accounts of the console. Their entries in the audit log stay, so an account is emptied, not deleted."""

    name, label = "accounts", "Accounts of the console"
    where = (
        "auth_user, account_emailaddress, mfa_authenticator, socialaccount_socialaccount, questions_schoolmembership, "
        "notifications_chatlink"
    )

    def due(self, now: datetime, until: datetime) -> Sequence[Due]:
        """Nothing: an account is kept until somebody erases it."""
        return []

    def erase_due(self, now: datetime) -> Iterator[int]:
        """Nothing, likewise."""
        yield from ()

    def held_on(self, person: Person) -> Sequence[Entry]:
        """See ``KeptKind``."""
        user = person.account
        if user is None:
            return []
        parts = SchoolMembership.objects.filter(user=user).order_by("school", "role")
        sessions = UserSession.objects.filter(user=user)
        entries = AuditEntry.objects.filter(user=user).order_by("number")
        return [
            {
                "name to sign in with": user.get_username(),
                "name": user.get_full_name(),
                "e-mail address": user.email,
                "made": moment(user.date_joined),
                "last signed in": moment(user.last_login),
                "parts": [f"{part.role} at {part.school}" for part in parts],
                "linked chats": [f"{link.way}: {link.address}" for link in ChatLink.objects.filter(user=user)],
                "sessions": [f"{one.ip}, {one.user_agent}, {moment(one.last_seen_at)}" for one in sessions],
                "in the audit log": [f"{moment(one.at)}: {one.action} {one.subject}" for one in entries],
            }
        ]

    def erase_held(self, person: Person) -> Erased:
        """See ``KeptKind``. An account with parts at other schools waits for them to be taken away there."""
        user = person.account
        if user is None:
            return Erased(0)
        with transaction.atomic():
            if SchoolMembership.objects.filter(user=user).exclude(school=person.school).exists():
                return Erased(0, waiting=1)
            _empty(user)
        return Erased(1)


def _empty(user: User) -> None:
    for part in SchoolMembership.objects.filter(user=user):
        subject = f"user:{user.pk}:{part.role}"
        write_audit_entry(None, AuditEntry.Action.REMOVED_MEMBER, part.school, subject)
        part.delete()
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    for table in (UserSession, Authenticator, EmailAddress, SocialAccount, ChatLink, LinkCode, Preference):
        table.objects.filter(user=user).delete()
    user.username, user.first_name, user.last_name, user.email = f"former-{user.pk}", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
