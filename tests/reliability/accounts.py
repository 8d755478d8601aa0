"""What must be true of the record after a run, and how the figures are told."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.datatypes.answer import Message
from tests.reliability.platforms import Platform
from tests.reliability.running_service import RunningService

_HELD = """
    SELECT handled_at IS NOT NULL,
           (SELECT count(*) FROM questions_questionrecord q WHERE q.id = e.question_id),
           EXISTS (SELECT 1 FROM questions_answerrecord a JOIN questions_questionrecord q ON q.id = a.question_id
                   WHERE q.id = e.question_id OR q.part_of_id = e.question_id),
           (SELECT count(*) FROM deliveries_delivery d WHERE d.entry_id = e.id AND d.sent_at IS NOT NULL),
           (SELECT count(*) FROM deliveries_delivery d WHERE d.entry_id = e.id)
    FROM deliveries_inboxentry e
"""
_ONCE = ("not handled", "without one question", "without an answer", "not sent once", "not queued once")
# The answers to what came from one platform; a message that asks several questions has several.
_ANSWERS = """
    SELECT e.address, a.payload
    FROM deliveries_inboxentry e
    JOIN questions_questionrecord q ON q.id = e.question_id OR q.part_of_id = e.question_id
    JOIN questions_answerrecord a ON a.question_id = q.id
    WHERE e.channel = ?
"""
_WAITS = """
    SELECT (julianday(d.sent_at) - julianday(e.received_at)) * 86400
    FROM deliveries_delivery d JOIN deliveries_inboxentry e ON e.id = d.entry_id
    WHERE d.sent_at IS NOT NULL
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


def account_for_events(accounts: Accounts, service: RunningService, acknowledged: int) -> None:
    """Every acknowledged event is in the record exactly once: one question, one answer, one delivery, sent."""
    rows = service.rows(_HELD)
    accounts.figure("messages acknowledged", acknowledged)
    accounts.promise("acknowledged and not held", max(0, acknowledged - len(rows)), 0)
    accounts.promise("held twice", max(0, len(rows) - acknowledged), 0)
    for place, name in enumerate(_ONCE):
        accounts.promise(f"held and {name}", sum(row[place] != 1 for row in rows), 0)
    accounts.promise("integrity_check not ok", int(service.rows("PRAGMA integrity_check") != [("ok",)]), 0)


def account_for_replies(accounts: Accounts, service: RunningService, platforms: Sequence[Platform]) -> None:
    """What reached each person is what stands in the record of their questions: no post less, and none twice."""
    lost = doubled = 0
    for platform in platforms:
        due: Counter[str] = Counter()
        for address, payload in service.rows(_ANSWERS, platform.name):
            messages = [Message.model_validate(message) for message in json.loads(str(payload))]
            due[platform.person_at(json.loads(str(address)))] += sum(platform.count_posts(one) for one in messages)
        for person in due.keys() | platform.replies.keys():
            surplus = len(platform.replies[person]) - due[person]
            lost, doubled = lost + max(0, -surplus), doubled + max(0, surplus)
    accounts.promise("replies lost", lost, 0)
    accounts.promise("replies doubled", doubled, 0)


def reply_waits(service: RunningService) -> list[float]:
    """How long each reply took from the row of its message until the platform had taken it, in seconds."""
    return [float(str(wait)) for (wait,) in service.rows(_WAITS)]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of all do not exceed; infinite where there is none."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else float("inf")
