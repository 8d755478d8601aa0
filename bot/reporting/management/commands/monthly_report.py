"""``python -m django monthly_report``: one school's month as a PDF."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bot.errors import SignpostError
from bot.index.clause_store import ClauseStore
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry
from bot.reporting.coverage_store import read_coverage
from bot.reporting.monthly_report import monthly_report
from bot.reporting.period import month_of
from bot.reporting.report_pdf import report_pdf
from bot.reporting.report_words import report_words


class Command(BaseCommand):
    """Counts, draws and writes the file; that it was exported is in the audit log."""

    help = "Write the monthly report of a school."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("--school", required=True)
        parser.add_argument("--month", required=True, help="as in 2026-11")
        parser.add_argument("--pdf", required=True, type=Path, help="the file to write")

    def handle(self, *, school: str, month: str, pdf: Path, **_options: object) -> None:
        """Write the report, and say where."""
        store = ClauseStore(settings.SIGNPOST.index)
        try:
            found, period = store.read(school), month_of(month)
            pdf.write_bytes(
                report_pdf(report_words(monthly_report(found, read_coverage(store, school), period, timezone.now())))
            )
        except (SignpostError, ValueError) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{pdf} cannot be written ({error.strerror}): name another file.") from None
        write_audit_entry(None, AuditEntry.Action.EXPORTED, school, "monthly_report")
        self.stdout.write(f"Written: {pdf}.")
