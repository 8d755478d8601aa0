"""The approved answers as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ApprovedAnswersConfig(AppConfig):
    """Names the app; its tables begin with ``approved_answers_``."""

    name = "bot.approved_answers"
    label = "approved_answers"
    default_auto_field = "django.db.models.BigAutoField"
