"""Inbox and outbox as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """Names the app; its tables begin with ``deliveries_``."""

    name = "bot.deliveries"
    label = "deliveries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for what is to be told of."""
        from bot.deliveries.reply_news import tell_askers  # noqa: PLC0415
        from bot.deliveries.seen_news import tell_asker  # noqa: PLC0415 - the tables are there only now
        from bot.questions.lead_replies import question_answered  # noqa: PLC0415
        from bot.questions.sightings import concern_seen  # noqa: PLC0415

        concern_seen.connect(tell_asker)
        question_answered.connect(tell_askers)
