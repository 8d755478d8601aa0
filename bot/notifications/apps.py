"""Notifications as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Names the app; its tables begin with ``notifications_``."""

    name = "bot.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
