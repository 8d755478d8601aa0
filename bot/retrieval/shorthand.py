"""What is typed short, written out: "can u take pics w/ ur mob" is read as "can you take photos with your mobile"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.errors import TrainingDataError

SHORTHAND = Path(__file__).with_name("shorthand.yml")
# "4 my class" and "2 take"; "2 phones" is a number.
_FOR = re.compile(r"(?<=[a-z] )4(?= (?:a|an|the|my|our|your|this|that|me|us)\b)", re.IGNORECASE)
_TO = re.compile(
    r"(?<=[a-z] )2(?= (?:a|an|the|my|our|your|me|us|be|do|use|take|have|keep|bring|get|give|go|ask|tell|know|see|say"
    r"|send|put|make|let|talk|show|check|report|look|work)\b)",
    re.IGNORECASE,
)


@cache
def read_shorthand() -> dict[str, str]:
    """Every short form that ships with Signpost, in lower case, with what it stands for.

    :raises TrainingDataError: the file is missing or malformed.
    """
    try:
        found = yaml.safe_load(SHORTHAND.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(part, str) for pair in found.items() for part in pair):
        raise TrainingDataError(f"{SHORTHAND.name} must name a word for each short form.")
    return found


@cache
def _short_forms() -> re.Pattern[str]:
    forms = "|".join(re.escape(short) for short in sorted(read_shorthand(), key=len, reverse=True))
    # "Year R" is a class, "R's phone" a name shortened; a capital within a sentence is an abbreviation of its own.
    return re.compile(rf"(?<![\w'’/&])(?<!year )(?:{forms})(?![\w'’/&])", re.IGNORECASE)


def write_out(text: str) -> str:
    """``text`` with its short forms written out, those in capitals only at its beginning or where everything is.

    :raises TrainingDataError: the list that ships with Signpost is missing or malformed.
    """
    shouted = text.isupper()

    def full(match: re.Match[str]) -> str:
        short = match.group()
        if short.isupper() and match.start() and not shouted:
            return short
        return read_shorthand()[short.lower()]

    return _TO.sub("to", _FOR.sub("for", _short_forms().sub(full, text)))
