"""What the encoder studies: policies as lists of passages, each with questions whose answers are known."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.learning.readings import ReadClause, Reading, ReadSection
from bot.retrieval.passage import join_passage
from bot.retrieval.topic_catalogue import Topic

# How often a topic's statement stands under its title, as a clause under its section's.
_TITLED = 0.4
_EXAMPLES_A_TOPIC = 3


@dataclass(frozen=True)
class StudyQuestion:
    """A question with the numbers of the passages that answer it, and of those that bear on it without deciding."""

    text: str
    answers: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()


@dataclass(frozen=True)
class StudyPolicy:
    """One organisation's passages, and questions to them."""

    passages: tuple[str, ...]
    questions: tuple[StudyQuestion, ...]


def study_reading(reading: Reading, leave_out: Collection[str] = ()) -> StudyPolicy:
    """A reading as it is studied, without the clauses and questions of the topics in ``leave_out``."""
    kept = [(s, c) for _, s, c in reading.clauses() if f"ask_{c.topic}" not in leave_out]
    left = {c.id for _, _, c in reading.clauses() if c.id} - {c.id for _, c in kept}
    numbers = {clause.id: number for number, (_, clause) in enumerate(kept) if clause.id}
    questions = [
        question for number, (_, clause) in enumerate(kept) for question in _questions_of(number, clause, numbers, left)
    ]
    questions += [StudyQuestion(text) for text in reading.silent]
    return StudyPolicy(tuple(reading_passage(s, c) for s, c in kept), tuple(questions))


def _questions_of(number: int, clause: ReadClause, numbers: dict[str, int], left: set[str]) -> Iterator[StudyQuestion]:
    for asked in clause.questions():
        if not left & set(asked.also):
            yield StudyQuestion(asked.q, answers=frozenset([number, *(numbers[name] for name in asked.also)]))
    for text in clause.near:
        yield StudyQuestion(text, near=frozenset([number]))


def reading_passage(section: ReadSection, clause: ReadClause) -> str:
    """A reading's clause in the words by which a school's clause is found."""
    return join_passage(section.title, section.lead_in, clause.text)


def study_topics(
    topics: dict[str, Topic], examples: Iterable[tuple[str, str]], draw: random.Random, leave_out: Collection[str] = ()
) -> StudyPolicy:
    """A policy made of one statement of each topic, drawn at random, with examples of what people ask."""
    asked: dict[str, list[str]] = {}
    for intent, text in examples:
        asked.setdefault(intent, []).append(text)
    names = [name for name in topics if name in asked and name not in leave_out]
    passages, questions = [], []
    for number, name in enumerate(names):
        statement = draw.choice(topics[name].clauses)
        passages.append(join_passage(topics[name].title, "", statement) if draw.random() < _TITLED else statement)
        for text in draw.sample(asked[name], min(_EXAMPLES_A_TOPIC, len(asked[name]))):
            questions.append(StudyQuestion(text, answers=frozenset([number])))
    return StudyPolicy(tuple(passages), tuple(questions))
