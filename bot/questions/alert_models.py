"""The tables of the follow-through of a concern: who was alerted to it, and who saw it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class Alert(models.Model):
    """An e-mail to one person that an item of this kind waits: made when it falls due, tried until it is sent.

    ``try_at`` is when it may be tried next; moved on before each try, so that two processes never try at once.
    """

    item: models.ForeignKey[Any, Any] = models.ForeignKey(
        "questions.ReviewItem", on_delete=models.CASCADE, related_name="alerts"
    )
    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts"
    )
    kind: models.CharField[str, str] = models.CharField(max_length=30)
    attempts: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    try_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    sent_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Nobody is alerted twice to the same thing."""

        constraints = (models.UniqueConstraint(fields=("item", "user", "kind"), name="alerted_once"),)


class Sighting(models.Model):
    """That somebody who may see a concern opened it, the first of those who may. ``who`` is what the asker is told.

    A concern that turns out to be one of another kind has to be seen by those who may see that kind.
    """

    item: models.ForeignKey[Any, Any] = models.ForeignKey(
        "questions.ReviewItem", on_delete=models.CASCADE, related_name="sightings"
    )
    item_id: int
    kind: models.CharField[str, str] = models.CharField(max_length=30)
    who: models.CharField[str, str] = models.CharField(max_length=300)
    at: models.DateTimeField[Any, Any] = models.DateTimeField()

    class Meta:
        """The first one counts."""

        constraints = (models.UniqueConstraint(fields=("item", "kind"), name="seen_once"),)
