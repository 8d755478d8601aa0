"""The answering engine of this process: one, opened on first use."""

from __future__ import annotations

from functools import cache

from bot.answering.draft import AnsweringContext
from bot.answering.engine import open_engine
from bot.datatypes.policy import SchoolProfile
from bot.index.clause_store import ClauseStore
from bot.settings import load_settings


@cache
def engine() -> AnsweringContext:
    """The engine over the settings of this process."""
    return open_engine(load_settings())


def profile_of(school: str) -> SchoolProfile:
    """What is known of a school, read without touching the search index.

    :raises IndexUnusableError: the school is not in the index.
    """
    return ClauseStore(load_settings().index).read(school).profile
