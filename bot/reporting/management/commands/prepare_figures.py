"""``python -m django prepare_figures``: topics of questions and coverage of schools, where they are missing."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bot.errors import SignpostError
from bot.reporting.preparation import prepare_figures


class Command(BaseCommand):
    """Gives way to every other process of the machine."""

    help = "Work out what figures need: the topics of questions, the coverage of schools."
    requires_system_checks = ()

    def handle(self, *_args: object, **_options: object) -> None:
        """Work it out, and say what was done."""
        os.nice(19)
        try:
            labelled, schools = prepare_figures(settings.SIGNPOST)
        except SignpostError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Questions given a topic: {labelled}. Coverage worked out: {', '.join(schools) or 'none'}.")
