"""``python -m django retention run|preview``: erase what has served its time, or show what goes next."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bot.retention.schedule import DueKind, erase_what_is_due, preview


class Command(BaseCommand):
    """Erases, or shows; counts only."""

    help = "Erase what has served its time, or show what goes next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("do", choices=("run", "preview"))
        parser.add_argument("--days", type=int, default=30, help="how far ahead the preview looks")
        parser.add_argument("--json", action="store_true", help="print JSON, for a program to read")

    def handle(self, *, do: str, days: int, **options: Any) -> None:  # noqa: ANN401 (Django's)
        """Erase or show."""
        now = timezone.now()
        if do == "run":
            erased = erase_what_is_due(now)
            lines = [f"{count} erased: {name}" for name, count in erased.items() if count] or ["Nothing was due."]
            self.stdout.write(json.dumps({"erased": erased}) if options["json"] else "\n".join(lines))
            return
        found = preview(now, now + timedelta(days=days))
        self.stdout.write(json.dumps({"kinds": [_as_json(one) for one in found]}) if options["json"] else _table(found))


def _as_json(one: DueKind) -> dict[str, Any]:
    due = [{"school": due.school, "day": due.day.isoformat(), "count": due.count} for due in one.due]
    return {"name": one.kind.name, "label": one.kind.label, "where": one.kind.where, "days": one.kind.days, "due": due}


def _table(found: list[DueKind]) -> str:
    lines = []
    for one in found:
        kept = "until somebody erases it" if one.kind.days is None else f"{one.kind.days} days"
        lines.append(f"{one.kind.label} (kept: {kept}): {one.count or 'nothing'} due")
        lines += [f"    {due.day.isoformat()}  {due.school or '-':24} {due.count}" for due in one.due]
    return "\n".join(lines)
