"""Having the bytes of erased rows gone from the database's files, not only from its tables."""

from __future__ import annotations

import time
from itertools import chain

from django.apps import apps
from django.db import Error as DatabaseError
from django.db import connection

from bot.retention.models import ErasingRun

TRIES = 5
PAUSE = 0.2  # seconds between two tries


def overwrite_erased() -> bool:
    """Have nothing of erased rows left in the files; False where that was not possible yet: the gateway tries again.

    SQLite overwrites rows as it erases them (``secure_delete``); what is left is its write-ahead log, which is taken in
    and cut to nothing. PostgreSQL gives the space of erased rows free for others, by ``VACUUM``; when the bytes
    themselves go depends on its own log and copies (``docs/operate.md``).
    """
    ErasingRun.objects.update_or_create(pk=1, defaults={"bytes_remain": True})
    if connection.in_atomic_block:
        return False
    is_done = any(_overwrite(attempt) for attempt in range(TRIES))
    if is_done:
        ErasingRun.objects.filter(pk=1).update(bytes_remain=False)
    return is_done


def do_erased_bytes_remain() -> bool:
    """Whether an earlier try did not succeed, or was cut short."""
    return ErasingRun.objects.filter(pk=1, bytes_remain=True).exists()


def _overwrite(attempt: int) -> bool:
    time.sleep(PAUSE if attempt else 0)
    try:
        return _cut_log() if connection.vendor == "sqlite" else _vacuum()
    except DatabaseError:  # somebody reads an older state just now
        return False


def _cut_log() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    return not busy


def _vacuum() -> bool:
    """A role that does not own a table is warned and goes on: the server's own process sees to that table."""
    ours = ("questions", "reporting", "deliveries", "notifications", "approved_answers", "retention", "accounts")
    with connection.cursor() as cursor:
        for table in chain.from_iterable(apps.get_app_config(label).get_models() for label in ours):
            cursor.execute(f"VACUUM {connection.ops.quote_name(table._meta.db_table)}")
    return True
