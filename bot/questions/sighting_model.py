"""Who saw a concern."""

from __future__ import annotations

from typing import Any

from django.db import models


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
