"""The table of induction links: how somebody without an account comes into a school's web chat."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class WebLink(models.Model):
    """A link that lets its holder into one school's web chat until it expires or is revoked.

    The code of its address is not kept, only the ``digest`` by which it is known again. ``label`` says who it is for.
    """

    class Role(models.TextChoices):
        """What whoever comes by the link is taken to be."""

        VOLUNTEER = "volunteer", "Volunteers"
        VISITOR = "visitor", "Visitors"
        STAFF = "staff", "Staff"

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school: models.CharField[str, str] = models.CharField(max_length=200, db_index=True)
    label: models.CharField[str, str] = models.CharField(max_length=100)
    role: models.CharField[str, str] = models.CharField(max_length=40, choices=Role.choices)
    digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    created_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    created_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="web_links"
    )
    expires_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    revoked_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return bool(self.expires_at <= timezone.now())
