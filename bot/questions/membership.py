"""The parts people play at schools: given and taken, each with its audit entry."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from bot.questions.assignments import release_review_items
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry, SchoolMembership


def create_lead(
    username: str,
    school: str,
    password: str,
    role: str = SchoolMembership.Role.SAFEGUARDING_LEAD,
    *,
    name: str = "",
    email: str = "",
) -> SchoolMembership:
    """Make ``username`` a member of ``school``; make the user with ``password``, or set it, as needed.

    :param name: how the person is spoken of ("Mrs Okafor"); what is known stays where it is empty.
    :param email: where alerts go; what is known stays where it is empty.
    :raises django.core.exceptions.ValidationError: the password is too weak, or a name or the address cannot be used.
    :raises ValueError: ``role`` is not one of the list.
    """
    with transaction.atomic():
        user = User.objects.filter(username=username).first() or User(username=username)
        user.last_name, user.email = name or user.last_name, email or user.email
        _set_password(user, password)
        return give_part(user, school, role, by=None)


def give_part(user: User, school: str, role: str, *, by: User | None) -> SchoolMembership:
    """Give ``user`` a part at ``school``; ``by`` is None for the command line.

    :raises ValueError: ``role`` is not one of the list.
    """
    part = SchoolMembership.Role(role)
    with transaction.atomic():
        membership, _ = SchoolMembership.objects.get_or_create(user=user, school=school, role=part)
        write_audit_entry(by, AuditEntry.Action.ADDED_MEMBER, school, f"user:{user.pk}:{part}")
    return membership


def take_part(membership: SchoolMembership, *, by: User) -> None:
    """Take a part away; the account stays, for its other parts and for the audit log.

    Review items that the person can no longer see wait for anybody again.
    """
    with transaction.atomic():
        subject = f"user:{membership.user_id}:{membership.role}"
        membership.delete()
        release_review_items(membership.user, membership.school)
        write_audit_entry(by, AuditEntry.Action.REMOVED_MEMBER, membership.school, subject)


def _set_password(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
