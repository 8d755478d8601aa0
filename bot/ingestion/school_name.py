"""What a school is called, from its policies' own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.datatypes.policy import BlockKind, PolicyDocument

_KIND = r"(?:School|Academy|Pre-?[Ss]chool|Nursery|College|Playgroup|Kindergarten|Childcare|Children[’']s Centre)"
NAME = re.compile(
    rf"\b(?:[A-Z][\w’'.&-]*\s+(?:(?:of|the|and|&)\s+){{0,2}}){{1,8}}{_KIND}\b(?!\s+(?:Trust|Governance|Staff|Standards))"
)
# Words that begin a sentence and are no part of a name.
BEFORE = re.compile(
    r"^(?:(?:At|The|In|All|Our|For|Of|This|As|By|And|When|If|Where|With|To|From|Trust|Staff|Any|Each|Every)\s+"
    r"(?:(?:of|the|and)\s+)*)+"
)
GENERIC = frozenset(
    "primary secondary infant junior high middle special first the school academy nursery trust federation church of "
    "england catholic pre-school preschool college behaviour in out sen kept keeping".split()
)


def _names(text: str) -> list[str]:
    found = (BEFORE.sub("", m.group()) for m in NAME.finditer(text))
    return [n for n in found if _own_words(n)]


def _own_words(name: str) -> set[str]:
    return {re.sub(r"[’'].*", "", w).lower() for w in name.split()} - GENERIC - {"and", "&"}


def school_name(school: str, documents: Iterable[PolicyDocument]) -> str:
    """The name the policies use: a line of its own if there is one, else the most frequent; empty if none is found.

    Names that share a word with the school's folder come first, so that a trust's or a neighbour's does not win.
    """
    counts: Counter[str] = Counter()
    alone: list[str] = []
    for block in (b for d in documents for b in d.blocks):
        names = _names(block.text)
        counts.update(names)
        if block.kind is BlockKind.METADATA and names and names[0] == block.text:
            alone.append(block.text)
    folder = set(re.split(r"[\W_]+", school.lower()))
    near = [n for n in counts if _own_words(n) & folder] or list(counts)
    lines = [n for n in alone if n in near and (_own_words(n) & folder or counts[n] > 1 or len(counts) == 1)]
    return lines[0] if lines else max(near, key=lambda n: (counts[n], len(n)), default="")
