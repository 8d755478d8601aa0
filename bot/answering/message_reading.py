"""What a message asks, read in its conversation: one question or several, each in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.follow_up import FollowUpKind, read_follow_up
from bot.answering.question_sentences import question_of
from bot.answering.separate_questions import separate_questions
from bot.answering.standing_question import spoken_question, stand_on
from bot.retrieval.spelling import mend_spelling


@dataclass(frozen=True)
class AskedQuestion:
    """One question of a message.

    ``words`` are the asker's own; ``text`` is the question in full, to be searched for and followed up; ``role`` whom
    it asks for where that is not the asker; ``kind`` and ``before`` how it leans on which question, or None and "".
    """

    words: str
    text: str
    role: str | None = None
    kind: FollowUpKind | None = None
    before: str = ""


def read_message(message: str, last: AskedQuestion | None, meant: Callable[[str], str] = str) -> list[AskedQuestion]:
    """The questions that ``message`` asks after the question ``last``; at least one.

    :param meant: takes off a message what says nothing to its question; nothing is taken off if left out.
    """
    questions: list[AskedQuestion] = []
    separate = separate_questions(meant(message))
    for asked in separate:
        last = _read(message if len(separate) == 1 else asked, asked, last)
        questions.append(last)
    return questions


def _read(words: str, asked: str, last: AskedQuestion | None) -> AskedQuestion:
    follow_up = read_follow_up(last.text, words) if last else None
    if last is None or follow_up is None:
        return AskedQuestion(words=words, text=mend_spelling(question_of(asked)))
    return AskedQuestion(
        words=words,
        text=mend_spelling(stand_on(last.text, follow_up)),
        role=follow_up.role or last.role,
        kind=follow_up.kind,
        before=spoken_question(last.text),
    )
