"""The question of a message by itself, without what was told around it.

A story usually says more of what is asked, so the whole is searched for first. Some stories bear on nothing ("just had
a parent at the gate") and lead the search astray; then the question alone may find what the whole did not.
"""

from __future__ import annotations

from bot.answering.follow_up import read_follow_up
from bot.answering.question_sentences import asks, sentences_of

_FEWEST_WORDS = 4
# Whatever was asked before, a question that stands by itself does not lean on it.
_ANYTHING = "Is that allowed?"


def lone_question(message: str) -> str | None:
    """The last question of ``message``; None where that is all of it, or where it leans on what was told with it."""
    sentences = sentences_of(message)
    asking = [sentence for sentence in sentences if asks(sentence)]
    if not asking or len(sentences) < 2:
        return None
    alone = asking[-1]
    return alone if len(alone.split()) >= _FEWEST_WORDS and read_follow_up(_ANYTHING, alone) is None else None
