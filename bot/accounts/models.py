"""The one table of the accounts: invitations. Parts are ``SchoolMembership``; the libraries keep the rest."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from bot.questions.models import SchoolMembership


class Invitation(models.Model):
    """A part at a school, offered to an e-mail address. Of the link's secret only a digest is kept."""

    email: models.EmailField[str, str] = models.EmailField()
    school: models.CharField[str, str] = models.CharField(max_length=200)
    role: models.CharField[str, str] = models.CharField(max_length=30, choices=SchoolMembership.Role.choices)
    token_digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    invited_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    invited_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    expires_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    closed_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    accepted_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="invitations_accepted"
    )

    class Meta:
        """Found by address when somebody signs in through their school's directory."""

        indexes = (models.Index(fields=("email", "closed_at"), name="invitation_address"),)
