"""The sentences of a message, and which of them ask."""

from __future__ import annotations

import re
from functools import cache

import spacy
from spacy.language import Language

# A story's last words say most of what its question is about; what was told long before leads the search astray.
# Words, the question's own included; tried on stories before our own questions, see docs/evaluation.md.
LIGHT = 25
_ASKING = re.compile(
    r"^(?:(?:and|but|so|or|also|ok|okay|then|please|secondly|second|first|firstly|finally|lastly|plus|hi|hello|erm|um|well)"
    r"[ ,:]+)*(?:can|could|may|might|must|should|shall|will|would|do|does|did|is|are|am|was|were|has|have|what|what'?s"
    r"|when|where|where'?s|who|who'?s|whom|whose|which|how|why|any|allowed)\b",
    re.IGNORECASE,
)
_ASKED_BY_THE_WAY = re.compile(
    r"\b(?:wonder(?:ing)?|need to know|want(?:ed)? to know|not sure|don'?t know|tell me) (?:if|whether|what|who|how)\b"
    r"|\b(?:allowed|ok|okay|yes or no|right)$",
    re.IGNORECASE,
)


@cache
def _language() -> Language:
    language = spacy.blank("en")
    language.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "…", "...", "⁇", "‽"]})
    return language


def sentences_of(message: str) -> list[str]:
    """The sentences, in order; a line's end ends one too."""
    lines = (line for line in message.splitlines() if line.strip())
    found = (sentence.text.strip() for line in lines for sentence in _language()(" ".join(line.split())).sents)
    return [sentence for sentence in found if any(letter.isalnum() for letter in sentence)]


def asks(sentence: str) -> bool:
    """Whether a sentence is a question, with or without its mark."""
    plain = sentence.replace("’", "'").rstrip(" .!…")
    return plain.endswith("?") or bool(_ASKING.match(plain) or _ASKED_BY_THE_WAY.search(plain))


def in_the_light_of(sentences: list[str], place: int) -> str:
    """The sentence at ``place`` with as many of its neighbours, the nearest before it first, as say more of it."""
    first, last = place, place + 1
    while first > 0 and length_of(sentences[first - 1 : last]) <= LIGHT:
        first -= 1
    while last < len(sentences) and length_of(sentences[first : last + 1]) <= LIGHT:
        last += 1
    return " ".join(sentences[first:last])


def length_of(sentences: list[str]) -> int:
    """How many words they have."""
    return sum(len(sentence.split()) for sentence in sentences)


def question_of(message: str) -> str:
    """What to search with: the message, or of a longer story its question and what was told right before it."""
    sentences = sentences_of(message)
    if length_of(sentences) <= LIGHT or len(sentences) < 2:
        return message
    asked = [place for place, sentence in enumerate(sentences) if asks(sentence)]
    return in_the_light_of(sentences, asked[-1] if asked else len(sentences) - 1)


def essence(message: str, longest: int) -> str:
    """A message in at most ``longest`` characters: its question, cut at a word where even that is longer."""
    question = message if len(message) <= longest else question_of(message)
    return question if len(question) <= longest else question[:longest].rsplit(" ", 1)[0]
