"""An engine of its own for an evaluation: other models, other topics, other thresholds than those that ship."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.answering.answer_pipeline import answer_question
from bot.answering.draft import AnsweringContext
from bot.answering.thresholds import Thresholds
from bot.datatypes.answer import Question
from bot.datatypes.policy import School
from bot.evaluation.evaluate import Rank
from bot.evaluation.fit import Searched, fit_answerable, fit_relevance, search_all
from bot.evaluation.gold_questions import GoldQuestion
from bot.evaluation.metrics import Result
from bot.evaluation.sweep import judge_held_out, sweep_thresholds
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import SentenceEncoder
from bot.learning.reading_school import school_of
from bot.learning.readings import Reading
from bot.retrieval.cases import Cases
from bot.retrieval.hybrid_retriever import HybridRetriever
from bot.retrieval.late_interaction import LateInteraction
from bot.retrieval.school_index import build_school_index
from bot.retrieval.search_models import SearchModels, read_search_models
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_classifier import TopicClassifier
from bot.retrieval.topic_prior import TopicPrior


@dataclass(frozen=True)
class Trial:
    """Schools, and readings as schools, indexed with one encoder; a ranking of topics that leaves some out."""

    store: ClauseStore
    encoder: SentenceEncoder
    prior: TopicPrior
    rank: Rank
    late: LateInteraction
    cases: Cases

    def retriever(self, models: SearchModels | None = None) -> HybridRetriever:
        """A search over the schools and readings; without models, with the weights that ship."""
        given = models or replace(read_search_models(), late=self.late, cases=self.cases)
        return HybridRetriever(self.store, self.encoder, self.prior, given)

    def add_schools(self, schools: ClauseStore) -> None:
        """Index the schools of a store."""
        for school in schools.schools():
            self._add(schools.read(school))

    def add_readings(self, readings: dict[str, Reading]) -> None:
        """Index readings as schools of their names."""
        for name, reading in readings.items():
            self._add(school_of(name, reading))

    def _add(self, school: School) -> None:
        self.store.write(school)
        build_school_index(self.store, school.profile.school, self.encoder, self.late)

    def fitted(self, searched: Sequence[Searched]) -> SearchModels:
        """Models fitted on questions that were searched for."""
        return SearchModels(self.late, self.cases, fit_relevance(searched), fit_answerable(searched))

    def search(self, questions: Sequence[GoldQuestion]) -> list[Searched]:
        """What the retrievers say of questions."""
        return search_all(questions, self.retriever(), self.rank)

    def thresholds(self, sets: Sequence[Sequence[Searched]], models: SearchModels) -> Thresholds:
        """Thresholds chosen on question sets that were searched for."""
        return sweep_thresholds(judge_held_out(sets, self.retriever(models)), "a trial")

    def answers(self, questions: Iterable[GoldQuestion], models: SearchModels, thresholds: Thresholds) -> list[Result]:
        """The engine's answers."""
        context = AnsweringContext(self.retriever(models), "", date.today, lambda: thresholds)
        return [Result(gold, answer_question(self._asked(gold, context.retriever), context), 0.0) for gold in questions]

    def _asked(self, gold: GoldQuestion, retriever: HybridRetriever) -> Question:
        text = retriever.meant(gold.question)
        return Question(school=gold.school, text=text, role=gold.role, topics=self.rank(text))


def open_trial(
    folder: Path, encoder: SentenceEncoder, late: LateInteraction, cases: Cases, leave_out: Collection[str] = ()
) -> Trial:
    """A trial in ``folder``, with no schools yet, that knows nothing of the topics in ``leave_out``.

    :param cases: made without those topics.
    """
    topics = {name: topic for name, topic in read_topics().items() if name not in leave_out}
    classifier = TopicClassifier(encoder, folder, leave_out)
    return Trial(
        store=ClauseStore(folder),
        encoder=encoder,
        prior=TopicPrior(topics, encoder, folder, cases),
        rank=lambda text: classifier.rank(encoder.encode([text])[0]),
        late=late,
        cases=cases,
    )
