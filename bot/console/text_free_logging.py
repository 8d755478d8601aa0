"""Log lines that say where a fault lies and never what anybody wrote.

The message of an exception may quote the value that caused it, and that value may be somebody's question. So a
traceback is logged with its places and the types of its exceptions, without their messages.
"""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus
from types import TracebackType

_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class TextFreeFormatter(logging.Formatter):
    """Formats tracebacks without the messages of their exceptions."""

    def formatException(self, ei: _ExceptionInfo) -> str:  # noqa: N802 (the name is logging's)
        """The places and types of ``ei`` and of what caused it, outermost cause last."""
        parts: list[str] = []
        error = ei[1]
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\ncaused by:\n".join(parts)


def is_no_readiness_probe(record: logging.LogRecord) -> bool:
    """Whether a line is worth keeping: "not ready yet" is an answer to whoever asks, not a fault."""
    return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE
