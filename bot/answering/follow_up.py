"""Tells a message that leans on the question before it from one that stands by itself.

Nothing but the words decides: how a message opens, whether it names a subject of its own, whether it speaks of
something only the question before can have named. The wordings stand in ``follow_up_cues.yml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CUES = Path(__file__).with_name("follow_up_cues.yml")
# Words. A longer message says itself what it is about; a correction may take a breath more.
_LONGEST, _LONGEST_CORRECTION = 13, 16
# Subject words (those that are in no list of empty ones) that a message may bring and still lean on what was asked.
_MOST_ADDED, _MOST_SUPPOSED, _MOST_ASKED = 3, 2, 2
# "IT" in capitals among other letters is the department, and no pronoun.
_COMPUTING = re.compile(r"\bIT\b(?=.*[a-z])|(?<=[a-z] )IT\b")
_MARKS = " .?!,;:-()"
_SHORTENED = re.compile(r"'(?:s|re|ve|ll|d|m)$")
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")


class FollowUpKind(StrEnum):
    """How a message leans on the question before it: adds to it, puts it right, or asks for its reason."""

    FOLLOW_UP = "follow_up"
    CORRECTION = "correction"
    REASON = "reason"


@dataclass(frozen=True)
class FollowUp:
    """``words`` is what the message brings, ``instead_of`` what it says is to go, ``role`` whom it asks for."""

    kind: FollowUpKind
    words: str
    instead_of: str = ""
    role: str | None = None


@cache
def cues() -> dict[str, Any]:
    """The wordings, as they stand in the file."""
    read: dict[str, Any] = yaml.safe_load(CUES.read_text(encoding="utf-8"))
    return read


def _filled(pattern: str) -> str:
    for name, words in cues()["words"].items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return pattern


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_filled(pattern)) for pattern in cues()[name])


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[\s|]+", _filled(cues()[name])))


@cache
def _opening(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_filled(name)})\b[ ,.:!-]*)+")


@cache
def _role_patterns() -> dict[str, re.Pattern[str]]:
    place = _filled(cues()["role_places"][0])
    return {
        role: re.compile(rf"(?:{place} ?)(?:{words})\b(?!['-]| who\b| that\b)")
        for role, words in cues()["roles"].items()
    }


def plain_copy(text: str) -> str:
    """The text as it is read here: lower case, straight quotes, single spaces, no closing marks."""
    straight = (
        _COMPUTING.sub("computing", text)
        .replace("’", "'")
        .replace("‘", "'")
        .replace("–", "-")
        .replace("—", "-")
        .replace("…", " ")
    )
    plain = " ".join(straight.lower().split()).strip(_MARKS)
    while (trailing := _trailing().search(plain)) and trailing.start():
        plain = plain[: trailing.start()].strip(_MARKS)
    return plain


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{cues()['trailing']})$")


def _without_joining(plain: str) -> str:
    joining = _opening("{joining}").match(plain)
    return plain[joining.end() :] if joining else plain


def subject_words(plain: str) -> list[str]:
    """The words of a text that name what it is about."""
    empty = _words_of("subjectless") | _words_of("pronouns") | _words_of("people") | _EMPTY | _words_of_language()
    words = (_SHORTENED.sub("", word) for word in _WORD.findall(plain))
    return [word for word in words if word not in empty]


_EMPTY = frozenset(
    "i i'm im me you we us our my mine your be been being not no if to the a an any some there's".split()
)


@cache
def _words_of_language() -> frozenset[str]:
    """Auxiliaries, question words, prepositions, articles and joining words."""
    names = ("aux", "ask", "preposition", "article", "joining")
    return frozenset(word for name in names for word in cues()["words"][name].replace("'?", "'").split("|"))


def _is(name: str, plain: str) -> bool:
    return any(pattern.fullmatch(plain) for pattern in _patterns(name))


def role_meant(words: str) -> str | None:
    """The role that a follow-up's words begin with, or None: "volunteers", "a parent helper on a trip"."""
    found = (role for role, pattern in _role_patterns().items() if pattern.match(words.strip()))
    return next(found, None)


def read_follow_up(last_question: str | None, message: str) -> FollowUp | None:
    """How ``message`` leans on ``last_question``; None where it stands by itself, or nothing was asked before."""
    plain = plain_copy(message)
    length = len(plain.split())
    if not last_question or not plain or length > _LONGEST_CORRECTION:
        return None
    if (corrected := _correction(plain, plain_copy(last_question))) is not None:
        return corrected
    bare = _without_joining(plain)
    if length > _LONGEST or _is("leave", plain) or _is("fresh", plain):
        return None
    if _is("reason", bare) or (bare.startswith("why ") and not subject_words(bare)):
        return FollowUp(FollowUpKind.REASON, words=bare)
    return _addition(bare, joined=bare != plain)


def _correction(plain: str, last: str) -> FollowUp | None:
    if _is("leave", plain):
        return None
    for pattern in _patterns("correction"):
        if found := pattern.fullmatch(plain):
            return _corrected(found.groupdict())
    for pattern in _patterns("contrast"):
        found = pattern.fullmatch(plain)
        if found and set(found["not"].split()) <= set(last.split()):
            return _corrected(found.groupdict())
    return None


def _corrected(parts: dict[str, str]) -> FollowUp:
    meant, gone = ((parts.get(name) or "").strip(" ,.-") for name in ("meant", "not"))
    # "A parent, I meant" may be whom the question is about; "parents, I meant" is who asks.
    role = None if re.match(r"(?:an?|the) ", meant) else role_meant(meant)
    return FollowUp(FollowUpKind.CORRECTION, meant, gone, role)


def _addition(bare: str, *, joined: bool) -> FollowUp | None:
    """What a message without its joining words adds to the question before it; None where it stands by itself."""
    for pattern in _patterns("leaning"):
        found = pattern.fullmatch(bare)
        if found and (leaning := _leaning(bare, found)) is not None:
            return leaning
    asks = _opening("{ask}|{aux}").match(bare) is not None
    leans = _refers_back(bare, joined=joined) if asks else joined and len(subject_words(bare)) <= _MOST_ADDED
    return _follow_up(bare, None if asks else role_meant(bare)) if bare and leans else None


def _leaning(bare: str, found: re.Match[str]) -> FollowUp | None:
    clause = found.groupdict().get("clause")
    words = (clause or found["words"]).strip(" ,") or bare
    added = len(subject_words(words))
    if added > (_MOST_SUPPOSED if clause else _MOST_ADDED) or (added > 1 and _asks_by_itself(words)):
        return None
    return _follow_up(words, None if clause else role_meant(words))


def _asks_by_itself(words: str) -> bool:
    return any(pattern.search(words) for pattern in _patterns("whole_question"))


def _follow_up(words: str, role: str | None) -> FollowUp:
    return FollowUp(FollowUpKind.FOLLOW_UP, words=words, role=role)


def _refers_back(question: str, *, joined: bool) -> bool:
    """Whether a full question speaks of something that it does not name itself."""
    subjects = subject_words(question)
    if _is("referring", question) and len(subjects) <= _MOST_ASKED:
        return True
    if not subjects:
        return True
    return len(subjects) <= _MOST_ASKED and _stands_for_something_before(question, joined=joined)


def _stands_for_something_before(question: str, *, joined: bool) -> bool:
    for pattern in _patterns("empty_pronouns"):
        question = pattern.sub(" ", question)
    words = _WORD.findall(question)
    for place, word in enumerate(words):
        if word in _words_of("pronouns") and not _names_it(word, words[:place], joined=joined):
            return True
    return False


def _names_it(pronoun: str, before: list[str], *, joined: bool) -> bool:
    """Whether the words before a pronoun, in its own sentence, name what it stands for.

    The word right before it is the verb ("who deletes it"); after "and", a thing is the one that was asked about.
    """
    if pronoun in _FOR_PEOPLE:
        return any(word in _words_of("people") for word in before)
    before = before[2:] if before[:1] == ["who"] else before
    return not joined and bool(subject_words(" ".join(before[:-1])))


_FOR_PEOPLE = frozenset("he she him her hers his they them their theirs".split())
