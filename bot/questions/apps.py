"""The record as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Names the app; its tables begin with ``questions_``."""

    name = "bot.questions"
    label = "questions"
    default_auto_field = "django.db.models.BigAutoField"
