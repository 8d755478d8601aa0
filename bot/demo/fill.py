"""Making a home folder for the demo ready, and filling it."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bot.approved_answers.answer_lapses import record_all_lapses
from bot.demo.answers import DemoAnswers
from bot.demo.people import DemoAccount, make_accounts
from bot.demo.school_year import SchoolYear
from bot.errors import SignpostError
from bot.index.clause_store import ClauseStore
from bot.questions.models import AnswerRecord, QuestionRecord, ReviewItem
from bot.retention.schedule import erase_what_is_due
from bot.settings import Settings

MARK = "demo.json"  # in the home folder: what it was filled with


class NotADemoError(SignpostError):
    """The database holds questions that somebody asked: choose another folder."""


@dataclass(frozen=True)
class Filled:
    """What there is now, and who may sign in."""

    accounts: tuple[DemoAccount, ...]
    questions: int
    outcomes: dict[str, int]
    items: dict[str, int]
    seconds: float


def fill(settings: Settings, *, seed: int, questions: int) -> Filled:
    """Fill the database of ``settings`` with an invented year that ends today. The index has to be there.

    :raises NotADemoError: the database holds anything that no demo wrote.
    """
    started, mark = time.monotonic(), settings.home / MARK
    _make_way(settings, mark)
    call_command("migrate", interactive=False, verbosity=0)
    if QuestionRecord.objects.exists() or User.objects.exists():
        raise NotADemoError(f"{settings.home} is in use: name a new folder, as in signpost demo --home demo.")
    mark.write_text(json.dumps({"seed": seed, "questions": questions}), encoding="utf-8")
    accounts = make_accounts(ClauseStore(settings.index).schools())
    now = timezone.now()
    SchoolYear(DemoAnswers(settings), accounts, now, seed).write(questions)
    erase_what_is_due(now)
    record_all_lapses(ClauseStore(settings.index))
    outcomes = Counter(AnswerRecord.objects.values_list("outcome", flat=True))
    items = Counter(f"{kind}, {status}" for kind, status in ReviewItem.objects.values_list("kind", "status"))
    asked = QuestionRecord.objects.filter(button="").count()
    return Filled(tuple(accounts), asked, dict(outcomes), dict(items), time.monotonic() - started)


def _make_way(settings: Settings, mark: Path) -> None:
    """Remove the database of an earlier demo of this folder; nothing else is ever removed."""
    database = settings.home / "signpost.sqlite3"
    if mark.exists() and settings.database_url == f"sqlite:///{database}":
        connection.close()
        for name in ("", "-wal", "-shm"):
            database.with_name(f"{database.name}{name}").unlink(missing_ok=True)
