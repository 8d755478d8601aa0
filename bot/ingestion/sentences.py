"""Where sentences end, and how a long text is cut so that each piece is one rule."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.ingestion.line_kinds import is_sentence

# A sentence ends at a stop that white space and a capital follow, unless an abbreviation stands before the stop.
END = re.compile(r"[.!?][\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[]{0,2}[A-Z])")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.?g|i\.?e|etc|mr|mrs|ms|dr|st|rev|no|nos|vs|viz|cf|inc|approx|ref|tel|ext|para|sect|p|pp|[A-Z])\.$",
    re.IGNORECASE,
)
# A second sentence that was set on the line of the first without a stop between them begins with such words.
GLUED = re.compile(
    r"(?<=[a-z)]) (?=(?:All |Any )?(?:Staff|Employees|Teachers|Pupils|Children|Learners|Students|Parents|Visitors|"
    r"Volunteers|Members of staff|Use of|Mobile phones|They|These|This)\b[^.]{0,80}? "
    r"(?:should|must|may|will|are|is|can|have)\b)"
)
# "the Staff should", "of Staff are": words that a sentence does not end with.
UNENDED = frozenset(
    "the a an of to in on at by for with from and or nor but that this these those our your their all any each via "
    "as is are be school non-teaching support other".split()
)
# A sentence that begins so needs the one before it.
LEANING = re.compile(
    r"^(?:this|these|those|they|it|he|she|such|however|therefore|in th(?:is|ese|ose)|for example|also|otherwise|"
    r"if this|if so|where this|where these|should this|the same|content may|them)\b",
    re.IGNORECASE,
)
LONG, LONGEST = 500, 1100


def sentence_starts(text: str) -> list[int]:
    """Where every sentence but the first begins."""
    return [
        m.end() for m in END.finditer(text) if not ABBREVIATION.search(text[max(0, m.start() - 12) : m.start() + 1])
    ]


def glued_starts(text: str) -> list[int]:
    """Where a second whole sentence begins in the same line without a stop before it."""
    starts: list[int] = []
    for match in GLUED.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        last = before.split()[-1]
        ended = last.endswith(")") or (last.islower() and last not in UNENDED)
        if ended and len(before.split()) >= 6 and is_sentence(after):
            starts.append(match.end())
    return starts


def _bounds(text: str, starts: list[int]) -> list[tuple[int, int]]:
    return list(pairwise([0, *starts, len(text)]))


def _forced_starts(text: str, offset: int) -> list[int]:
    """Cuts for one sentence that is longer than any clause may be: at its punctuation, else between words."""
    starts: list[int] = []
    text = text.rstrip()
    at = 0
    while len(text) - at > LONGEST:
        window = text[at : at + LONGEST]
        stop = max(window.rfind(mark) + len(mark) - 1 for mark in ("; ", ": ", ", "))
        if stop < LONGEST // 3:
            stop = window.rfind(" ")
        at += stop + 1 if stop > 0 else LONGEST
        starts.append(offset + at)
    return starts


def rule_starts(text: str, *, keep_whole: int = LONG) -> list[int]:
    """Where a text longer than ``keep_whole`` characters is cut, so that each piece is one rule.

    A sentence that leans on the one before ("This may …") stays with it, as long as both fit into one clause of
    at most 1,100 characters; no piece is longer than that.
    """
    starts: list[int] = []
    begin = 0
    if len(text) > keep_whole:
        for start, end in _bounds(text, sentence_starts(text))[1:]:
            if not LEANING.match(text[start:end]) or end - begin > LONGEST:
                starts.append(start)
                begin = start
    forced = [p for s, e in _bounds(text, starts) for p in _forced_starts(text[s:e], s)]
    return sorted({*starts, *forced})
