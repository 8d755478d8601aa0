"""Keeping and erasing as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Names the app; its tables begin with ``retention_``."""

    name = "bot.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"
