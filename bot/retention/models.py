"""The tables: legal holds, what the dialogue is yet to forget, and when old data were last erased."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from bot.questions.models import ReviewItem

REASON_LIMIT = 300  # characters


class LegalHold(models.Model):
    """Keeps what it covers from being erased until it is released.

    It covers one conversation, or what one asker (a pseudonym) wrote, or what came from ``since`` up to ``until``;
    the columns of the others are empty. ``kind`` is set where the hold itself tells of a concern: then it is for those
    alone who may see such.
    """

    class About(models.TextChoices):
        """What it covers."""

        ITEM = "item", "A review item, with its conversation"
        PERSON = "person", "A person"
        PERIOD = "period", "A period"

    about: models.CharField[str, str] = models.CharField(max_length=10, choices=About.choices)
    school: models.CharField[str, str] = models.CharField(max_length=200)
    kind: models.CharField[str, str] = models.CharField(max_length=30, choices=ReviewItem.Kind.choices, blank=True)
    item: models.ForeignKey[Any, Any] = models.ForeignKey(
        ReviewItem, null=True, on_delete=models.SET_NULL, related_name="holds"
    )
    channel: models.CharField[str, str] = models.CharField(max_length=20, blank=True)
    conversation: models.CharField[str, str] = models.CharField(max_length=200, blank=True)
    asker: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    since: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    until: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    reason: models.CharField[str, str] = models.CharField(max_length=REASON_LIMIT)
    placed_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    placed_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holds_placed"
    )
    placed_by_id: int
    released_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    released_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="holds_released"
    )

    class Meta:
        """Those in force are found quickly."""

        indexes = (models.Index(fields=("released_at", "school"), name="holds_in_force"),)


class ForgottenConversation(models.Model):
    """A conversation that the dialogue is yet to forget, by its key there ("school/digest"); gone once it has."""

    name: models.CharField[str, str] = models.CharField(max_length=300, unique=True)


class ErasingRun(models.Model):
    """When old data were last erased: the one row of this table. ``finished_at`` is older while one is under way.

    ``bytes_remain``: rows were erased whose bytes are in the database's files still.
    """

    id: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(primary_key=True, default=1)
    started_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    finished_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    erased: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    bytes_remain: models.BooleanField[bool, bool] = models.BooleanField(default=False)
