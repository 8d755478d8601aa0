"""The console as a Django app: its templates and static files."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Names the app."""

    name = "bot.console"
    label = "console"
