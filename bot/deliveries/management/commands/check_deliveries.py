"""``python -m django check_deliveries``: what did not arrive, or waits; as JSON, for ``signpost check``."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils import timezone

from bot.deliveries.attention import count_attention


class Command(BaseCommand):
    """Prints one JSON object of counts; ``{}`` where there are no tables to be read yet."""

    help = "Count what did not arrive on Slack and Teams, or waits."

    def handle(self, **_options: object) -> None:
        """Count."""
        try:
            counts = asdict(count_attention(timezone.now()))
        except DatabaseError:
            counts = {}
        self.stdout.write(json.dumps(counts))
