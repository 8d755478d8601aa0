"""The questions in one message: "can i take photos on my ipad and who do i tell if i lose it?" asks two."""

from __future__ import annotations

import re

from bot.answering.follow_up import plain_copy, subject_words
from bot.answering.question_sentences import asks, in_the_light_of, sentences_of

# More than this is no message to be answered but a list; what is left over stays with the last.
MOST_QUESTIONS = 3
_SUBJECT = (
    r"(?:i|we|you|he|she|they|it|there|this|that|these|those|my|our|your|his|her|their|the|an?|any|some|all|staff|teachers?"
    r"|tas?|pupils?|child|children|kids?|students?|learners?|parents?|mums?|dads?|visitors?|volunteers?|governors?"
    r"|contractors?|supply|photos?|phones?|someone|somebody|anyone)\b"
)
_AUX = r"(?:can|could|may|must|should|shall|will|would|do|does|did|is|are|am|was|were|has|have)"
_ASK = r"(?:what(?:'?s)?|when|where(?:'?s)?|who(?:'?s)?|whom|which|how|why)"
# Where a second question begins within a sentence.
_NEXT = re.compile(
    rf"(?:\s*[,;]?\s+(?:and also|and then|and|also|plus|but also|but)|\s*[;/])\s+"
    rf"(?={_AUX} {_SUBJECT}|{_ASK} (?:\w+ )?{_AUX} |{_ASK} (?:to|{_SUBJECT})|who \w+s? |what happens )",
    re.IGNORECASE,
)
# "2 things:", "1)", "firstly": the asker's own counting.
_COUNTING = re.compile(
    r"^\s*(?:(?:i have |i've got |got |just )?(?:\d|two|three|a couple of|a few) (?:quick )?(?:things|questions|q'?s)\b"
    r"[ :,.-]*|(?:\(?[1-9a-c][.):]|-|•|\*)\s*"
    r"|(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|one|two|three)\b(?: question| thing)?[,:]\s*)+",
    re.IGNORECASE,
)
_COUNT_WITHIN = re.compile(r"\s+(?=\(?[2-9][.)]\s)|\s*,?\s+(?=(?:and )?(?:second|third)ly\b)", re.IGNORECASE)


def separate_questions(message: str) -> list[str]:
    """The questions that a message asks, each with what was told for it; one, as it came, where it asks but one."""
    pieces = [piece for sentence in sentences_of(message) for piece in _pieces(sentence)]
    asked = [place for place, piece in enumerate(pieces) if _asks_for_an_answer_of_its_own(piece)]
    if len(asked) < 2:
        return [message]
    starts = asked[:MOST_QUESTIONS]
    ends = [*starts[1:], len(pieces)]
    return [_with_its_story(pieces, starts, number, end) for number, end in enumerate(ends)]


def _with_its_story(pieces: list[str], starts: list[int], number: int, end: int) -> str:
    """A question, with what was told before the first one and what follows it up to the next."""
    first = 0 if number == 0 else starts[number]
    own = pieces[first:end]
    return in_the_light_of(own, starts[number] - first)


def _pieces(sentence: str) -> list[str]:
    """A sentence, cut where a second whole question begins in it."""
    counted = [_COUNTING.sub("", part).strip() for part in _COUNT_WITHIN.split(sentence)]
    pieces: list[str] = []
    for part in filter(None, counted):
        cut = _NEXT.split(part) if asks(part) else [part]
        for piece in cut:
            if pieces and not (_is_whole(piece) and _is_whole(pieces[-1])) and cut[0] is not piece:
                pieces[-1] = f"{pieces[-1]} and {piece}"
            else:
                pieces.append(piece)
    return pieces


def _is_whole(piece: str) -> bool:
    return asks(piece) and len(piece.split()) >= 3


def _asks_for_an_answer_of_its_own(piece: str) -> bool:
    """Whether a piece is a question, and no mere "is that ok?" or "at lunch?" that belongs to what stands before it."""
    plain = plain_copy(piece)
    begins = re.search(rf"(?:^|\b(?:and|but|so|also|ok|then|plus|,|-) ?)(?:{_AUX}|{_ASK})\b", plain)
    if not asks(piece) or begins is None:
        return False
    return bool(subject_words(plain)) or re.match(rf"(?:and |but |so |also |then )*{_ASK}\b", plain) is not None
