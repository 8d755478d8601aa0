"""Whom a question is about, from its words, the asker's role and its topic: the clauses that bind them come first."""

from __future__ import annotations

import re

from bot.datatypes.policy import Audience

_ASKER = {
    "staff": Audience.STAFF,
    "governor": Audience.STAFF,
    "volunteer": Audience.VISITORS,
    "visitor": Audience.VISITORS,
    "contractor": Audience.VISITORS,
    "parent": Audience.PARENTS,
}
_PUPIL_AS_SUBJECT = re.compile(
    r"\b(?:can|may|should|do|does|are|is|what|when|how|where|if|must|could|let|allow)\b[^.?!]{0,25}?"
    r"\b(?:an? |the |our |my |any )?(?:pupils?|child(?:ren)?|kids?|students?|learners?|boys?|girls?|year \w+)\b"
    r"(?!['’]s)",
    re.IGNORECASE,
)
_PUPIL_MENTIONED = re.compile(
    r"\b(?:pupil|child|kid|student|learner|boy|girl|lad|teen|little one|youngster|year \w+|y\d|sixth|under.?\d"
    r"|they|them|their|he|she|his|her)\w*",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i’m|me|my|we|our)\b", re.IGNORECASE)


def audiences_of(question: str, role: str | None, topic: Audience | None) -> frozenset[Audience]:
    """The audiences whose clauses the question is likely to be answered by; never empty.

    :param role: the asker's role where it is known.
    :param topic: whom the likeliest topic's rules are for, where there is a likely topic.
    """
    found = {_ASKER.get(role or "staff", Audience.STAFF)}
    if topic not in (None, Audience.EVERYONE):
        found.add(topic)
    if topic is Audience.PUPILS or (_PUPIL_AS_SUBJECT.search(question) and not _FIRST_PERSON.search(question)):
        found.add(Audience.PUPILS)
    return frozenset(found)


def may_be_about_pupils(question: str, audiences: frozenset[Audience]) -> bool:
    """Whether pupils' own rules may be shown: never where nothing in the question points to a pupil."""
    return Audience.PUPILS in audiences or _PUPIL_MENTIONED.search(question) is not None
