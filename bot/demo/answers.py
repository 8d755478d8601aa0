"""Real answers of the real engine to the demo's questions, each distinct question asked once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.answering.engine import open_engine
from bot.answering.message_text import build_message
from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.datatypes.answer import Message, Outcome, Question
from bot.evaluation.evaluate import ask_engine
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import SentenceEncoder
from bot.retrieval.spelling import mend_spelling
from bot.retrieval.topic_classifier import TopicClassifier
from bot.retrieval.topic_examples import read_examples
from bot.settings import Settings

YEAR = Path(__file__).with_name("school_year.yml")
_ROLES = ("volunteer", "visitor", "contractor", "governor")  # those whom other clauses may bind; the rest are staff
_LEFT_OUT = ("ask_report_colleague", "ask_report_head")  # too near to what the screen takes for a concern


class DemoAnswers:
    """Answers questions as the service would, without the dialogue."""

    def __init__(self, settings: Settings) -> None:
        self._encoder = SentenceEncoder(settings.onnx_encoder)
        self._topics = TopicClassifier(self._encoder, settings.index)
        self._engine = open_engine(settings, self._encoder)
        self._store = ClauseStore(settings.index)
        self._given: dict[str, Message] = {}

    def ask(self, school: str, text: str, role: str) -> Message:
        """The answer to an ordinary question."""
        question = Question(school=school, text=text, role=role if role in _ROLES else "staff")
        key = question.model_dump_json()
        if key not in self._given:
            self._given[key] = build_message(ask_engine(question, self._engine, self._rank))
        return self._given[key]

    def _rank(self, text: str) -> dict[str, float]:
        return self._topics.rank(self._encoder.encode([mend_spelling(text)])[0])

    def refer(self, school: str, outcome: str) -> Message:
        """The fixed text for a concern, with the school's contacts."""
        return build_safeguarding_message(Outcome(outcome), self._store.read(school).profile)


def read_year() -> dict[str, Any]:
    """What the invented year is made of."""
    year: dict[str, Any] = yaml.safe_load(YEAR.read_text(encoding="utf-8"))
    return year


def read_questions() -> dict[str, list[str]]:
    """The questions of each topic."""
    topics: dict[str, list[str]] = {}
    for topic, text in read_examples():
        if topic.startswith("ask_") and topic not in _LEFT_OUT:
            topics.setdefault(topic, []).append(text)
    return topics
