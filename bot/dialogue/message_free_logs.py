"""Logs without messages. Rasa logs texts, slots, whole trackers and action calls, most of all when something fails."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable

# Loggers that speak of starting and loading only; they are worth reading in full.
_OPEN = re.compile(r"rasa\.core\.agent$|rasa\.shared\.importers\b|rasa\.model$|bot\.dialogue\b")
# Rasa's own server logs with the root logger.
_OPEN_MODULES = ("rasa/core/run.py",)
_EVENT = re.compile(r"[a-z0-9_.]{1,80}")


class _MessageFree:
    """Makes log records that say where something happened and of what kind, never with what words."""

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *args: object, **kwargs: object) -> logging.LogRecord:
        record = self._make(*args, **kwargs)
        place = record.pathname.replace("\\", "/")
        if not _OPEN.match(record.name) and not place.endswith(_OPEN_MODULES):
            _withhold(record)
        return record


def _withhold(record: logging.LogRecord) -> None:
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
    parts = (_event(record.msg), kind, f"at {record.module}.py:{record.lineno}")
    record.msg, record.args = " ".join(part for part in parts if part), ()
    record.exc_info = record.exc_text = record.stack_info = None


def _event(message: object) -> str:
    """The fixed name of a structlog event ("processor.message.parse"), the only part of it that is never a text."""
    try:
        event = json.loads(str(message)).get("event", "")
    except (ValueError, AttributeError):
        return ""
    return event if isinstance(event, str) and _EVENT.fullmatch(event) else ""


def keep_messages_out_of_logs() -> None:
    """From now on, in this process, log records say where and what kind, but hold no text.

    It works on the records themselves, so no handler, level or log file gets round it.
    """
    make = logging.getLogRecordFactory()
    if not isinstance(make, _MessageFree):
        logging.setLogRecordFactory(_MessageFree(make))
