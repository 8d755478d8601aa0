"""Whether a question can be answered end to end, and if not, what is missing."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta
from functools import cache

import httpx
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bot.channels.database_threads import in_database_thread
from bot.channels.dialogue_client import bearer
from bot.channels.message_service import gateway_service
from bot.channels.school_directory import SchoolDirectory
from bot.deliveries.inbox import waiting_questions
from bot.questions.intake import file_forgotten_questions
from bot.settings import Settings

KEPT_FOR = 1.0  # seconds that an answer is given again without looking
_PATIENCE = 2.0  # seconds for one part to say that it is well
_ABANDONED = timedelta(minutes=1)  # a question this old without an answer belongs to a gateway that was stopped

_log = logging.getLogger(__name__)


class Readiness:
    """Looks at every part a question needs."""

    def __init__(self, gateway: Settings) -> None:
        self._directory = SchoolDirectory(gateway.index)
        base = gateway.dialogue_url.removesuffix("/messages")
        self._parts = {"dialogue": f"{base}/health", "action server": f"http://127.0.0.1:{gateway.actions_port}/health"}
        self._secret = gateway.dialogue_secret
        self._migrated = False
        self._seen: tuple[float, str | None] | None = None

    async def reason_not_ready(self) -> str | None:
        """One sentence that says what is missing, or None; at most ``KEPT_FOR`` seconds old."""
        now = time.monotonic()
        if self._seen is None or now - self._seen[0] > KEPT_FOR:
            self._seen = now, await self._look()
        return self._seen[1]

    async def _look(self) -> str | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                unmigrated = await in_database_thread(self._database_reason)
        except (DatabaseError, TimeoutError):
            return "The database does not answer."
        if unmigrated:
            return unmigrated
        gateway_service().late_storage.store_soon()  # what the process before this one kept
        if not self._directory.has_schools():
            return "The index holds no school yet."
        return await self._part_reason()

    def _database_reason(self) -> str | None:
        connection = connections[DEFAULT_DB_ALIAS]
        if self._migrated:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            return None
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "The database has not been migrated."
        self._migrated = True
        if filed := file_forgotten_questions(timezone.now() - _ABANDONED, waiting_questions()):
            _log.warning("%d questions from before the start had no answer; they were filed for review.", filed)
        return None

    async def _part_reason(self) -> str | None:
        # The dialogue asks for its secret; the action server's health is open and is not shown one of another's.
        headers = {"dialogue": {"Authorization": bearer(self._secret)}}
        async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as client:
            for part, url in self._parts.items():
                try:
                    async with asyncio.timeout(_PATIENCE), client.stream("GET", url, headers=headers.get(part)) as said:
                        status = said.status_code  # the body is not read: it may be anything
                except (httpx.HTTPError, TimeoutError):
                    return f"The {part} does not answer."
                if status != httpx.codes.OK:
                    return f"The {part} is not ready: it answers {status}."
        return None


@cache
def gateway_readiness() -> Readiness:
    """The readiness of this process's gateway."""
    return Readiness(settings.SIGNPOST)
