"""The answering engine of this process: one, opened on first use."""

from __future__ import annotations

import logging
from functools import cache

from bot.answering.draft import AnsweringContext
from bot.answering.engine import open_engine
from bot.answering.safeguarding_quotations import read_quotations
from bot.datatypes.answer import Citation, Outcome
from bot.datatypes.policy import SchoolProfile
from bot.errors import SignpostError
from bot.index.clause_store import ClauseStore
from bot.settings import load_settings

_log = logging.getLogger(__name__)


@cache
def engine() -> AnsweringContext:
    """The engine over the settings of this process."""
    return open_engine(load_settings())


def known_profile_of(school: str) -> SchoolProfile:
    """What is known of a school, read without touching the search index: nothing, where even that cannot be read.

    Whoever reports a concern or asks for a person gets an answer although the index is missing or damaged.
    """
    try:
        return ClauseStore(load_settings().index).read(school).profile
    except SignpostError as error:
        _log.error("The contacts of a school cannot be read: %s", error)
        return SchoolProfile(school=school, name="")


def known_quotations_of(school: str, outcome: Outcome) -> tuple[Citation, ...]:
    """The school's own clauses to stand below a safeguarding text; none where even that cannot be read."""
    settings = load_settings()
    store = ClauseStore(settings.index)
    try:
        return read_quotations(store, store.read(school), settings.public_url).get(outcome, ())
    except (SignpostError, OSError):
        return ()
