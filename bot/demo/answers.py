"""Real answers of the real engine to the demo's questions, each distinct question asked once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.answering.engine import open_engine
from bot.answering.message_text import build_message
from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.datatypes.answer import Message, Outcome, Question
from bot.datatypes.search_report import SearchReport
from bot.demo.people import asked_as
from bot.demo.remembering_encoder import RememberingEncoder
from bot.evaluation.evaluate import search_engine
from bot.index.clause_store import ClauseStore
from bot.retrieval.spelling import mend_spelling
from bot.retrieval.topic_classifier import TopicClassifier
from bot.retrieval.topic_examples import read_examples
from bot.settings import Settings

YEAR = Path(__file__).with_name("school_year.yml")
_LEFT_OUT = (
    *("ask_report_colleague", "ask_report_head"),  # too near to what the screen takes for a concern
    *("ask_for_help", "ask_are_you_a_bot", "ask_safeguarding_lead"),  # the dialogue's own to answer
)


class Found(NamedTuple):
    """An answer, and how the search for it went, if there was one."""

    message: Message
    search: SearchReport | None = None


class DemoAnswers:
    """Answers questions as the service would, without the dialogue."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._encoder = RememberingEncoder(settings.onnx_encoder)
        self._topics = TopicClassifier(self._encoder, settings.index)
        self._engine = open_engine(settings, self._encoder)
        self._store = ClauseStore(settings.index)
        self._given: dict[tuple[str, str, str], Found] = {}

    def ask(self, school: str, text: str, role: str) -> Found:
        """The engine's answer to an ordinary question."""
        key = school, text, asked_as(role)
        if key not in self._given:
            question = Question(school=school, text=text, role=asked_as(role))
            answer, search = search_engine(question, self._engine, self._rank)
            self._given[key] = Found(build_message(answer), search)
        return self._given[key]

    def _rank(self, text: str) -> dict[str, float]:
        return self._topics.rank(self._encoder.encode([mend_spelling(text)])[0])

    def refer(self, school: str, outcome: str) -> Found:
        """The fixed text for a concern, with the school's contacts."""
        return Found(build_safeguarding_message(Outcome(outcome), self._store.read(school).profile))


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
