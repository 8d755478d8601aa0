"""Log lines never hold what somebody wrote."""

from __future__ import annotations

import logging
import sys

from bot.console.text_free_logging import TextFreeFormatter


def logged(raising):
    try:
        raising()
    except RuntimeError:
        record = logging.LogRecord("name", logging.ERROR, __file__, 1, "It failed.", (), sys.exc_info())
    return TextFreeFormatter("{message}", style="{").format(record)


def fail():
    raise KeyError("marker".upper())


def fail_because():
    try:
        fail()
    except KeyError as error:
        raise RuntimeError(error.args[0]) from error


def test_a_traceback_is_logged_without_the_messages_of_its_exceptions():
    assert "MARKER" not in logged(fail_because)


def test_a_traceback_is_logged_with_types_and_places():
    line = logged(fail_because)
    assert "RuntimeError" in line
    assert "caused by:" in line
    assert "KeyError" in line
    assert "fail_because" in line
