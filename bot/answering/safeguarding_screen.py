"""Tells a concern about a child or an adult from a question about a rule, with nothing but the words themselves.

It runs in the gateway before anything else, so it needs no model, index or network. Where the two cannot be told
apart it errs towards the concern.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.datatypes.answer import Outcome

_CUES = Path(__file__).with_name("safeguarding_cues.yml")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_LETTERS = re.compile(r"[a-z]{5,}")
# As much as a message may hold; what follows says nothing new, and would only take time.
_LONGEST = 6000


@cache
def _cues() -> dict[str, Any]:
    cues: dict[str, Any] = yaml.safe_load(_CUES.read_text(encoding="utf-8"))
    return cues


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words: dict[str, str] = _cues()["words"]
    cues = {name: texts for name, texts in _cues().items() if isinstance(texts, list)}
    patterns = {}
    for name, alternatives in {**cues, **{word: [text] for word, text in words.items()}}.items():
        joined = "|".join(f"(?:{text})" for text in alternatives)
        for word, text in words.items():
            joined = joined.replace(f"{{{word}}}", text)
        patterns[name] = re.compile(rf"\b(?:{joined})" + (r"\b" if name in _WHOLE_WORDS else ""))
    return patterns


_WHOLE_WORDS = ("child", "family", "adult", "head", "another_subject", "supposing")


def _without_one(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


@cache
def _mends() -> dict[str, str]:
    """What a mistyped word comes to when a letter is left out, with the word that was meant."""
    return {rest: word for word in _cues()["often_mistyped"].split() for rest in _without_one(word)}


def _mended(match: re.Match[str]) -> str:
    """The word that was meant, if it is one letter away from a word of the list; else the word itself."""
    word = match.group()
    for muddled in _cues()["often_muddled"].split():
        if sorted(word) == sorted(muddled) and word[0] == muddled[0]:
            return str(muddled)
    meant = {_mends()[rest] for rest in _without_one(word) if rest in _mends()}
    # "Overdosed" is no slip of "overdose", nor "pictures" of a word that begins with another letter.
    if any(m.startswith(word) or word.startswith(m) for m in meant):
        return word
    return min((m for m in meant if m[0] == word[0]), default=word)


def plain_copy(text: str) -> str:
    """The text as it is screened: compatibility forms folded, nothing invisible, straight quotes, lower case."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])).lower()
    return " ".join(folded.replace("’", "'").replace("‘", "'").split())


def _has(name: str, text: str) -> bool:
    return _patterns()[name].search(text) is not None


def _misconduct_of(subject: str, text: str) -> bool:
    """Whether an adult is said to do something wrong, and a child is spoken of."""
    if not (_has("child", text) or "allegation" in text):
        return False
    for charge in _patterns()["accusing"].finditer(text):
        charged = _patterns()[subject].search(text, charge.end())
        if charged and len(text[charge.end() : charged.start()].split()) <= 1:
            return True
    for who in _patterns()[subject].finditer(text):
        deed = _patterns()["misconduct"].search(text, who.end())
        if deed and not _someone_else(text[who.end() : deed.start()]):
            return True
    return False


def _someone_else(between: str) -> bool:
    """Whether the words between an adult and a deed bring in another who does it: "told the TA that her dad hit"."""
    child = _patterns()["child"].search(between)
    at_once = child is not None and not re.search(r"[a-z]{4,}", between[: child.start()])
    return at_once or _has("another_subject", between)


def screen_message(text: str) -> Outcome | None:
    """The safeguarding outcome of a message, or None where it is an ordinary one."""
    plain = _LETTERS.sub(_mended, plain_copy(text))
    first_hand, asking = _has("first_hand", plain), _has("asking_a_rule", plain)
    calm = asking and not first_hand
    if _has("emergency", plain) and not (calm and _has("supposing", plain)):
        return Outcome.SAFEGUARDING_EMERGENCY
    if calm:
        return None
    if _misconduct_of("head", plain):
        return Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD
    if _misconduct_of("adult", plain):
        return Outcome.SAFEGUARDING_ALLEGATION
    if _has("concern", plain) and (first_hand or any(_has(who, plain) for who in ("child", "family", "somebody"))):
        return Outcome.SAFEGUARDING_CONCERN
    return None
