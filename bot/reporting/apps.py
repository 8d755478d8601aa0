"""Figures as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Names the app; its table begins with ``reporting_``."""

    name = "bot.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
