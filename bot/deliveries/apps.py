"""Inbox and outbox as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Names the app; its tables begin with ``deliveries_``."""

    name = "bot.deliveries"
    label = "deliveries"
    default_auto_field = "django.db.models.BigAutoField"
