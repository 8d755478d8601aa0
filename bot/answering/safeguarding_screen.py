"""Tells a concern about a child or an adult from a question about a rule, with nothing but the words themselves.

It runs in the gateway before anything else, so it needs no model, index or network. Where the two cannot be told
apart it errs towards the concern.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

from bot.datatypes.answer import Outcome

_CUES = Path(__file__).with_name("safeguarding_cues.yml")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    cues = yaml.safe_load(_CUES.read_text(encoding="utf-8"))
    words: dict[str, str] = cues.pop("words")
    patterns = {}
    for name, alternatives in {**cues, **{word: [text] for word, text in words.items()}}.items():
        joined = "|".join(f"(?:{text})" for text in alternatives)
        for word, text in words.items():
            joined = joined.replace(f"{{{word}}}", text)
        patterns[name] = re.compile(rf"\b(?:{joined})" + (r"\b" if name in words else ""))
    return patterns


def plain_copy(text: str) -> str:
    """The text as it is screened: compatibility forms folded, nothing invisible, straight quotes, lower case."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    return " ".join(folded.replace("’", "'").replace("‘", "'").split())


def _has(name: str, text: str) -> bool:
    return _patterns()[name].search(text) is not None


def _misconduct_of(subject: str, text: str) -> bool:
    """Whether an adult is said to do something wrong to or with a child."""
    who = _patterns()[subject].search(text)
    return who is not None and _has("misconduct", text[who.end() :]) and _has("child", text[who.end() :])


def screen_message(text: str) -> Outcome | None:
    """The safeguarding outcome of a message, or None where it is an ordinary one."""
    plain = plain_copy(text)
    first_hand = _has("first_hand", plain)
    calm = _has("asking_a_rule", plain) and not first_hand
    if _has("emergency", plain) and not calm:
        return Outcome.SAFEGUARDING_EMERGENCY
    if calm:
        return None
    if _misconduct_of("head", plain):
        return Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD
    if _misconduct_of("adult", plain):
        return Outcome.SAFEGUARDING_ALLEGATION
    if _has("concern", plain) and (first_hand or _has("child", plain)):
        return Outcome.SAFEGUARDING_CONCERN
    return None
