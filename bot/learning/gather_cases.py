"""The cases of the readings: each question that was answered or left open, with the clause that answered it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from bot.index.sentence_encoder import SentenceEncoder
from bot.learning.readings import Reading
from bot.learning.study_policies import reading_passage
from bot.retrieval.cases import UNANSWERED, Cases

_OTHER = "other"


def gather_cases(readings: Iterable[Reading], encoder: SentenceEncoder, leave_out: Collection[str] = ()) -> Cases:
    """The cases of ``readings``, without the clauses and questions of the topics in ``leave_out``."""
    passages: list[str] = []
    topics: list[str] = []
    asked: list[tuple[str, int]] = []
    for reading in readings:
        for _, section, clause in reading.clauses():
            topic = "" if clause.topic == _OTHER else f"ask_{clause.topic}"
            if topic not in leave_out:
                asked += [(question.q, len(passages)) for question in clause.questions()]
                passages.append(reading_passage(section, clause))
                topics.append(topic)
        asked += [(text, UNANSWERED) for text in reading.silent]
    return Cases(
        questions=encoder.encode([text for text, _ in asked]),
        answered_by=np.array([row for _, row in asked], dtype=np.int32),
        clauses=encoder.encode(passages),
        topics=tuple(topics),
    )
