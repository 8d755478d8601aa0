"""The accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    """Names the app, and listens to who signs in."""

    name = "bot.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen."""
        from bot.accounts.console_session import mark_session  # noqa: PLC0415 - needs the models
        from bot.accounts.sign_in_audit import connect_sign_in_audit  # noqa: PLC0415 - needs the models

        user_logged_in.connect(mark_session, dispatch_uid="mark_session")
        connect_sign_in_audit()
