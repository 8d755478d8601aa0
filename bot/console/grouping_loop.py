"""Groups the questions that mean the same, for as long as the gateway runs, beside its requests."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from django.conf import settings
from django.db import connections

from bot.answering.same_question import mean_the_same
from bot.errors import IndexUnusableError
from bot.index.sentence_encoder import MODEL_FILE, open_message_encoder
from bot.questions.question_grouping import WORDS_ALONE, Comparison, group_new_questions

INTERVAL = 10.0  # seconds

_log = logging.getLogger(__name__)


async def group_questions(interval: float = INTERVAL) -> None:
    """Look for questions that were not compared yet, and compare them, every ``interval`` seconds until cancelled."""
    while True:
        try:
            while await asyncio.to_thread(_group_now):
                pass
        except Exception as error:  # noqa: BLE001 (whatever is wrong now, the next round tries again)
            _log.error("Questions could not be grouped (%s): look at the database.", type(error).__name__)
        await asyncio.sleep(interval)


def _group_now() -> int:
    try:
        return group_new_questions(comparison(settings.SIGNPOST.onnx_encoder))
    finally:
        connections.close_all()  # the next round may run in another thread


def comparison(folder: Path) -> Comparison:
    """How questions are compared with the encoder in ``folder``; by their words alone where it cannot be read."""
    encoder = open_message_encoder(folder)
    try:
        encoder.load()
        return Comparison(_name(folder), encoder.encode, mean_the_same)
    except (IndexUnusableError, OSError):
        return Comparison(WORDS_ALONE, None, mean_the_same)


def _name(folder: Path) -> str:
    """Another one for each export of the encoder."""
    return f"encoder {(folder / MODEL_FILE).stat().st_mtime_ns}"
