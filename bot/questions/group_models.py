"""The tables: which questions mean the same."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone


class QuestionGroup(models.Model):
    """Review items of one school whose questions mean the same, so that one reply does for all of them."""

    school: models.CharField[str, str] = models.CharField(max_length=200)
    made_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)


class QuestionMeaning(models.Model):
    """What a review item's question is compared by: whom it asks for, its words, and its sentence vector.

    ``words`` is a digest; ``vector`` holds 32-bit floats, little-endian, and is empty where ``made_by`` was no encoder.
    """

    item: models.OneToOneField[Any, Any] = models.OneToOneField(
        "questions.ReviewItem", on_delete=models.CASCADE, primary_key=True, related_name="meaning"
    )
    item_id: int
    made_by: models.CharField[str, str] = models.CharField(max_length=80)
    asks_for: models.CharField[str, str] = models.CharField(max_length=40)
    words: models.CharField[str, str] = models.CharField(max_length=64)
    vector: models.BinaryField[bytes, bytes] = models.BinaryField()
