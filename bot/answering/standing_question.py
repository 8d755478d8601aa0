"""The question that a conversation stands on: the first one asked, and what follow-ups have changed or added since.

It is one text of a few lines: the question, then each thing added, in the asker's own words. So it can travel, be
stored and be searched for like any other question, and bears being followed up again.
"""

from __future__ import annotations

import re
from functools import cache

from bot.answering.follow_up import FollowUp, FollowUpKind, cues, role_meant
from bot.answering.question_sentences import essence

# What was added longest ago goes first; the encoder reads the beginning of a long text alone.
MOST_ADDITIONS = 3
_LONGEST_QUESTION, _LONGEST_ADDITION = 300, 120
# Which group of things in the cues may be lost, lent or broken, and how that is asked: "who do i tell if i lose it".
_DEVICES = 1
_IT = re.compile(r"\bit(?=$| (?:on|at|in|to|for|home|out|off|up|from|with|by|around)\b)")
_ABOUT_IT = re.compile(
    r"(?:who|what|where|how|when|can|could|may|do|should|is|am)\b.*"
    r"\b(?:los[et]|losing|break|broken?|steal|stolen|lend|lent|borrow|drop|crack|smash|leave|left|take|bring|lock|charge)"
    r" it\b"
)
_OPENING = re.compile(r"(?:about|be|it's|its|is|this is|as|that)\s+", re.IGNORECASE)


def stand_on(last_question: str, follow_up: FollowUp) -> str:
    """The question asked by a follow-up to ``last_question``, which may itself stand on others."""
    first, *added = _lines(last_question) or [""]
    words = _OPENING.sub("", follow_up.words, count=1)
    if follow_up.kind is FollowUpKind.REASON:
        return last_question
    if (named := _with_it_named(first, words)) is not None:
        return named
    swapped = _swapped(first, words, follow_up)
    if swapped is not None:
        return _joined(swapped, added)
    if follow_up.kind is FollowUpKind.CORRECTION:
        return _joined(_without(first, follow_up.instead_of), [*added, words])
    return _joined(first, [*_kept(added, words), words])


def _with_it_named(first: str, words: str) -> str | None:
    """A whole question about "it", with the device that ``first`` names in its place; None where it is none."""
    devices = list(_things()[_DEVICES].finditer(first))
    if not devices or not _ABOUT_IT.match(words):
        return None
    return _IT.sub(lambda _: f"{devices[-1]['owner'] or 'the '}{devices[-1]['thing']}", words, count=1)


def spoken_question(question: str) -> str:
    """A standing question in one line, as it is shown to people."""
    return ", ".join(line.strip(" .,;") for line in _lines(question))


def _lines(question: str) -> list[str]:
    """What stands in a question, each thing once."""
    return list(dict.fromkeys(" ".join(line.split()) for line in question.splitlines() if line.strip()))


def _joined(first: str, added: list[str]) -> str:
    """The newest words stand twice: they are few beside the question, and what is asked for now."""
    kept = [line[:_LONGEST_ADDITION] for line in added[-MOST_ADDITIONS:]]
    return "\n".join([essence(first, _LONGEST_QUESTION), *kept, *kept[-1:]])


def _kept(added: list[str], words: str) -> list[str]:
    """What was added before, but for what the new words take the place of: one role, one "on a trip" at a time."""
    return [line for line in added if _sort(line) is None or _sort(line) != _sort(words)]


def _sort(words: str) -> str | None:
    if role_meant(words) is not None:
        return "role"
    group = _group(words)
    return None if group is None else str(group)


@cache
def _things() -> tuple[re.Pattern[str], ...]:
    """Per group of things that take each other's place: a thing of it with the words that belong to it."""
    joint = r"(?:(?:on|in|at|of|for|with|to|from|during) )?"
    owner = r"(?:(?:an?|the|my|our|your|his|her|their|other|any|all|own|work|(?:school|pupil|child|kid)(?:'s)?) )*"
    return tuple(
        re.compile(rf"\b(?P<joint>{joint})(?P<owner>{owner})(?P<thing>(?:{group})(?:s|es)?)\b(?!['’])", re.IGNORECASE)
        for group in cues()["swaps"]
    )


def _group(words: str) -> int | None:
    """The group of the thing that ``words`` end in."""
    found = [
        number
        for number, pattern in enumerate(_things())
        for match in pattern.finditer(words)
        if match.end() == len(words)
    ]
    return found[0] if found else None


def _swapped(first: str, words: str, follow_up: FollowUp) -> str | None:
    """The question with one thing in another's place; None where there is nothing of its kind in it."""
    if follow_up.instead_of:
        gone = re.compile(rf"\b{re.escape(follow_up.instead_of)}\b", re.IGNORECASE)
        return gone.sub(lambda _: words, first, count=1) if gone.search(first) else None
    number = _group(words)
    if number is None or not _is_bare(words, number):
        return None
    for match in _things()[number].finditer(first):
        if follow_up.kind is FollowUpKind.CORRECTION or match["thing"].lower() not in words:
            return _put(first, match, words, number)
    return None


def _is_bare(words: str, number: int) -> bool:
    """Whether ``words`` are a thing and nothing else."""
    return _things()[number].fullmatch(words) is not None


def _put(first: str, old: re.Match[str], words: str, number: int) -> str:
    new = _things()[number].fullmatch(words)
    assert new is not None  # noqa: S101 - _is_bare has said so
    joint = new["joint"] or old["joint"]
    owner = new["owner"] or ("" if new["thing"].endswith("s") else old["owner"])
    return f"{first[: old.start()]}{joint}{owner}{new['thing']}{first[old.end() :]}"


def _without(first: str, gone: str) -> str:
    """The question without words that a correction takes back."""
    if not gone:
        return first
    return " ".join(re.sub(rf"\b{re.escape(gone)}\b", "", first, count=1, flags=re.IGNORECASE).split())
