"""``import_answers``: take in a school's list of questions and answers as drafts."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bot.approved_answers.answer_writing import import_drafts
from bot.approved_answers.faq_file import FaqFileError, read_faq
from bot.index.clause_store import ClauseStore


class Command(BaseCommand):
    """All of the file, or none of it."""

    help = "Takes in a CSV file of questions and answers as drafts, for a person to approve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the school."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--school", required=True)

    def handle(self, *_arguments: Any, **options: Any) -> None:  # noqa: ANN401 (Django's signature)
        """Read and store.

        :raises CommandError: there is no such school, or the file cannot be taken in.
        """
        school, path = options["school"], options["file"]
        if school not in ClauseStore(settings.SIGNPOST.index):
            raise CommandError(f"There is no school {school!r} in the index: give the name of its folder.")
        try:
            drafts = import_drafts(None, school, read_faq(path.read_bytes()))
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}).") from None
        except FaqFileError as error:
            raise CommandError("\n".join(error.faults)) from None
        self.stdout.write(f"{len(drafts)} drafts wait in the console, under Approved answers.")
