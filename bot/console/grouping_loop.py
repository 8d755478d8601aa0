"""Groups the questions that mean the same, for as long as the gateway runs, beside its requests."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from bot.answering.same_question import mean_the_same
from bot.console.rounds import go_round, in_thread
from bot.errors import IndexUnusableError
from bot.index.sentence_encoder import MODEL_FILE, open_message_encoder
from bot.questions.question_grouping import WORDS_ALONE, Comparison, group_new_questions

INTERVAL = 10.0  # seconds


async def group_questions(interval: float = INTERVAL) -> None:
    """Look for questions that were not compared yet, and compare them, every ``interval`` seconds until cancelled."""
    await go_round(_group_all, interval, "Questions could not be grouped")


async def _group_all() -> None:
    while await in_thread(_group_some):
        pass


def _group_some() -> int:
    return group_new_questions(comparison(settings.SIGNPOST.onnx_encoder))


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
