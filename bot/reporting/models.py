"""What each question is about, worked out after it was answered."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from bot.questions.models import QuestionRecord


class QuestionTopic(models.Model):
    """The topic of one question, erased with it; empty where it is of none, or of one that is not counted.

    ``labelled_by`` is the fingerprint of what told the topics apart: others' labels are made anew.
    """

    question: models.OneToOneField[Any, Any] = models.OneToOneField(
        QuestionRecord, on_delete=models.CASCADE, primary_key=True, related_name="topic_label"
    )
    question_id: uuid.UUID
    topic: models.CharField[str, str] = models.CharField(max_length=100, blank=True)
    labelled_by: models.CharField[str, str] = models.CharField(max_length=16)
