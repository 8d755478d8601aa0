"""Which words wait for a list, and which items of the list hang from them."""

from __future__ import annotations

import re

from bot.ingestion.line_kinds import is_sentence
from bot.ingestion.sentences import sentence_starts

# Words with which no sentence ends, so that what follows completes them.
OPENERS = re.compile(
    r"\b(?:to|that|will|must|should|shall|may|not|by|either|both|for|including|includes?|following|if|when|the|are|is)$",
    re.IGNORECASE,
)
# "… advised to:", "… they will:": only a verb can follow.
WANTS_VERB = re.compile(
    r"\b(?:to|will|must|should|shall|may|can|not|cannot|representatives|staff|pupils|children|learners|parents|"
    r"visitors|volunteers|everyone|employees|teachers)\s*:?-?$",
    re.IGNORECASE,
)
WANTS_SENTENCE = re.compile(r"\bthat\s*:?-?$", re.IGNORECASE)
# A sentence that brings its own subject, and so cannot complete "… advised to:".
SUBJECT = re.compile(
    r"^(?:any|all|the|a|an|this|these|those|each|every|no|some|if|where|when|we|they|it|i|you|members? of|staff|"
    r"employees|teachers|practitioners|pupils|children|learners|students|parents|carers|parents/carers|visitors|"
    r"volunteers|contractors)\b",
    re.IGNORECASE,
)
OWN_VERB = re.compile(r"^(?:[\w'’/-]+\s+){1,4}(?:must|may|will|shall|should|cannot|can|are|is)\b")
FIRST_VERB = re.compile(
    r"^(?:ensure|check|make|be|keep|remember|know|understand|accept|agree|not|never|always)\b", re.IGNORECASE
)
HANGING_LENGTH = 250


def ends_open(words: str) -> bool:
    """True where words end with a colon."""
    return words.rstrip("-–— *").endswith(":")


def leads(words: str, first_child: str) -> bool:
    """True where words are nothing but the beginning of the list that follows."""
    if ends_open(words):
        return True
    if words.endswith((".", "!", "?", ";")):
        return False
    return bool(OPENERS.search(words)) or (first_child[:1].islower() and not words[:1].islower())


def hangs_from(lead_in: str, words: str) -> bool:
    """True where an item completes its lead-in, as against a sentence of its own that stands in the same list."""
    if WANTS_SENTENCE.search(lead_in) or not WANTS_VERB.search(lead_in):
        return True
    if words[:1].islower() or FIRST_VERB.match(words):
        return True
    return not (is_sentence(words) and (_has_subject(words) or OWN_VERB.match(words)))


def _has_subject(words: str) -> bool:
    return bool(SUBJECT.match(words)) and is_sentence(words.rstrip(".!"))


def may_hang_unmarked(words: str) -> bool:
    """True for a line without a bullet that is short enough to be an item of a list that lost its bullets."""
    return len(words) <= HANGING_LENGTH and not sentence_starts(words) and not ends_open(words)


def inline_lead(words: str, first_child: str) -> str:
    """The lead-in of children whose first brother stands in the lead-in's own line ("Where this happens: we …")."""
    head, colon, rest = words.partition(": ")
    return f"{head}:" if colon and rest[:1].islower() and first_child[:1].islower() else ""
