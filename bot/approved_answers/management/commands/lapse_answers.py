"""``lapse_answers``: have the answers wait for a person that may not be used any more."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bot.approved_answers.answer_lapses import record_all_lapses
from bot.index.clause_store import ClauseStore


class Command(BaseCommand):
    """For every school; ``signpost ingest`` calls it when clauses have changed."""

    help = "Marks the approved answers whose time is over or whose clauses have changed; prints how many there were."

    def handle(self, *_arguments: Any, **_options: Any) -> None:  # noqa: ANN401 (Django's signature)
        """Look at every answer in use."""
        self.stdout.write(str(record_all_lapses(ClauseStore(settings.SIGNPOST.index))))
