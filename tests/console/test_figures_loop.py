"""Figures are prepared by a process of its own, and only where something is due."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

import pytest

from bot.console import figures_loop


def rounds(monkeypatch, tmp_path, due):
    """How often the command ran while the loop looked so often whether something is due."""
    ran, looks = tmp_path / "ran", iter(due)
    script = f"open({str(ran)!r}, 'a').write('x')"
    monkeypatch.setattr(figures_loop, "COMMAND", (sys.executable, "-c", script))

    async def life():
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()

        def is_due():
            found = next(looks, None)
            if found is None:
                loop.call_soon_threadsafe(ended.set)
            return bool(found)

        monkeypatch.setattr(figures_loop, "_is_due", is_due)
        task = asyncio.create_task(figures_loop.prepare_figures(after=0, interval=0))
        await ended.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(life())
    return len(ran.read_text())


@pytest.mark.parametrize(("due", "times"), [([], 1), ([False, False], 1), ([False, True, False, True], 3)])
def test_the_command_runs_at_the_start_and_then_where_something_is_due(monkeypatch, tmp_path, due, times):
    assert rounds(monkeypatch, tmp_path, due) == times


def test_the_command_gives_way_to_the_service_and_ends_with_it():
    assert "SIGKILL" in figures_loop.COMMAND
    assert figures_loop.COMMAND[-1] == "prepare_figures"
