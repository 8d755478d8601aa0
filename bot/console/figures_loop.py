"""Has the topics of new questions and the coverage of changed policies worked out, for as long as the gateway runs.

A process of its own does it and gives way to all others, so that no answer waits, and the models' memory is given back.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from contextlib import suppress

from django.conf import settings

from bot.console.rounds import go_round, in_thread
from bot.index.clause_store import ClauseStore
from bot.reporting.due import is_preparation_due
from bot.settings import ROOT

INTERVAL = 600.0  # seconds
AFTER_START = 60.0  # seconds in which whoever has waited for the start is answered first
# It ends with the gateway, however that ends.
TIED = (sys.executable, "-I", str(ROOT / "bot" / "launcher" / "tied.py"), "SIGKILL")
COMMAND = (*TIED, sys.executable, "-m", "django", "prepare_figures")

_log = logging.getLogger(__name__)


async def prepare_figures(after: float = AFTER_START, interval: float = INTERVAL) -> None:
    """Run the command once, for what ships may have changed, then every ``interval`` seconds where something is due."""
    await asyncio.sleep(after)
    await _run()
    await asyncio.sleep(interval)
    await go_round(_run_where_due, interval, "Figures could not be prepared")


async def _run_where_due() -> None:
    if await in_thread(_is_due):
        await _run()


def _is_due() -> bool:
    return is_preparation_due(ClauseStore(settings.SIGNPOST.index))


async def _run() -> None:
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*COMMAND, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        if await process.wait():
            _log.warning("Figures could not be prepared: run 'signpost coverage' to see why.")
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
