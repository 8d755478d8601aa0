"""What must be true of the record after a run, and how the figures are told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tests.reliability.running_service import RunningService

_HELD = """
    SELECT event_id, handled_at IS NOT NULL,
           (SELECT count(*) FROM questions_questionrecord q WHERE q.id = replace(e.question_id, '-', '')),
           (SELECT count(*) FROM questions_answerrecord a WHERE a.question_id = replace(e.question_id, '-', '')),
           (SELECT count(*) FROM deliveries_delivery d WHERE d.entry_id = e.id AND d.sent_at IS NOT NULL),
           (SELECT count(*) FROM deliveries_delivery d WHERE d.entry_id = e.id)
    FROM deliveries_inboxentry e
"""


@dataclass
class Accounts:
    """Figures in the order in which they are printed, and the promises that were broken."""

    figures: list[tuple[str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def figure(self, name: str, value: object) -> None:
        self.figures.append((name, str(value)))

    def promise(self, name: str, value: float, most: float, unit: str = "") -> None:
        """A figure that must not be above ``most``."""
        self.figure(name, f"{value:.3f}{unit} (at most {most:g}{unit})" if unit else f"{value:g} (at most {most:g})")
        if value > most:
            self.broken.append(name)

    def finish(self) -> int:
        """Print everything; the exit code."""
        width = max(len(name) for name, _ in self.figures)
        print("\n".join(f"{name:<{width}}  {value}" for name, value in self.figures))
        print("Broken: " + ", ".join(self.broken) if self.broken else "Every promise was kept.")
        sys.stdout.flush()
        return 1 if self.broken else 0


def account_for_events(accounts: Accounts, service: RunningService, acknowledged: Collection[str]) -> None:
    """Every acknowledged event is in the record exactly once: one question, one answer, one delivery, sent."""
    held = {str(row[0]).rpartition(":")[2]: row[1:] for row in service.rows(_HELD)}
    rows = [held.get(event) for event in acknowledged]
    accounts.figure("messages acknowledged", len(rows))
    accounts.promise("acknowledged and not held", sum(row is None for row in rows), 0)
    there = [row for row in rows if row]
    for place, name in enumerate(["not handled", "without one question", "without one answer", "not sent once"]):
        accounts.promise(f"acknowledged and {name}", sum(row[place] != 1 for row in there), 0)
    accounts.promise("replies queued twice", sum(int(str(row[4])) > 1 for row in there), 0)
    accounts.promise("integrity_check not ok", int(service.rows("PRAGMA integrity_check") != [("ok",)]), 0)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of all do not exceed; infinite where there is none."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else float("inf")


def repeated(texts: Sequence[str]) -> int:
    """How many of ``texts`` were there before."""
    return sum(times - 1 for times in Counter(texts).values())
