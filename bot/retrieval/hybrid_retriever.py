"""Finding the clauses of one school that may answer a question: meaning, words and topic, fused and weighed."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from bot.datatypes.answer import Question
from bot.datatypes.policy import Audience, Clause, PolicyDocument
from bot.errors import IndexUnusableError
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import SentenceEncoder, Vectors
from bot.retrieval.answerable import search_features
from bot.retrieval.cases import Cases, read_cases
from bot.retrieval.chatter import without_chatter
from bot.retrieval.late_interaction import LateInteraction, read_late_interaction
from bot.retrieval.passage import passage
from bot.retrieval.question_audience import (
    Asked,
    audiences_of,
    binding_weights,
    may_be_about_pupils,
    may_be_for,
    precedence,
)
from bot.retrieval.rank_fusion import fuse_rankings
from bot.retrieval.reranker import Evidence, features, shares
from bot.retrieval.school_index import SchoolIndex, index_version, read_school_index
from bot.retrieval.school_lexicon import terms
from bot.retrieval.search_models import SearchModels, read_search_models
from bot.retrieval.sparse_retriever import SparseRetriever
from bot.retrieval.spelling import mend_spelling
from bot.retrieval.topic_prior import TopicPrior
from bot.retrieval.word_rarity import WordRarity

# Clauses that the fused ranking hands to the weighing; a careful reader's clause was among them in every trial.
_CANDIDATES = 40
# Schools kept in memory: each costs a few hundred kilobytes.
_KEPT = 64
_LIKELY_TOPIC = 0.3

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RankedClause:
    """A clause with the chance (0 to 1) that it answers the question; ``also``: clauses that say the same elsewhere."""

    document: PolicyDocument
    clause: Clause
    score: float
    also: tuple[RankedClause, ...] = ()


@dataclass(frozen=True)
class Retrieved:
    """The clauses found, likeliest first, and the chance (0 to 1) that the school's policies answer at all.

    ``nearest`` is the cosine of the clause nearest in meaning; ``evidence`` what the retrievers said.
    """

    clauses: tuple[RankedClause, ...]
    answerable: float
    nearest: float
    evidence: Evidence


class _Whom(TypedDict):
    """What of the evidence depends on who asks."""

    asked: Asked
    binding: Vectors


@dataclass(frozen=True)
class _LoadedSchool:
    """A school's index with what is worked out once when it is loaded, and its version (see ``index_version``)."""

    version: int
    index: SchoolIndex
    affinity: Vectors
    topic_chances: Vectors
    commonness: Vectors
    rarity: WordRarity


def _may_be_shown(index: SchoolIndex, evidence: Evidence) -> NDArray[np.bool_]:
    """Per clause, whether it may be shown: a rule for pupils is no rule for staff, nor one for staff a visitor's."""
    pupils = np.array([clause.audience is Audience.PUPILS for _, clause in index.clauses], dtype=np.bool_)
    about_pupils = may_be_about_pupils(evidence.text, evidence.asked.audiences)
    return (~pupils | about_pupils) & may_be_for(evidence.binding, evidence.asked)


class HybridRetriever:
    """Searches one school at a time; keeps the schools last asked about in memory.

    :param models: what the search has learnt; as shipped if left out.
    """

    def __init__(
        self, store: ClauseStore, encoder: SentenceEncoder, prior: TopicPrior, models: SearchModels | None = None
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._prior = prior
        self._given = models
        self._sparse = SparseRetriever()
        self._loaded: OrderedDict[str, _LoadedSchool] = OrderedDict()

    @property
    def _late(self) -> LateInteraction:
        """What is needed to gather evidence: fits of the other models begin with that."""
        return self._given.late if self._given else read_late_interaction()

    @property
    def _cases(self) -> Cases:
        return self._given.cases if self._given else read_cases()

    def _load_school(self, school: str, version: int) -> _LoadedSchool:
        index = read_school_index(self._store, school, self._encoder, self._late)
        vectors = index.dense.vectors()
        commonness = self._cases.for_width(vectors.shape[1]).commonness(vectors)
        rarity = WordRarity.of(terms(passage(document, clause)) for document, clause in index.clauses)
        return _LoadedSchool(version, index, self._prior.affinity(index), self._prior.shares(index), commonness, rarity)

    def _school(self, school: str) -> _LoadedSchool:
        """A new ingestion is served from the next question on, without a restart."""
        version, known = index_version(self._store, school), self._loaded.get(school)
        if known is None or known.version != version:
            known = self._load_or_keep(school, version, known)
        self._loaded[school] = known
        self._loaded.move_to_end(school)
        while len(self._loaded) > _KEPT:
            self._loaded.popitem(last=False)
        return known

    def _load_or_keep(self, school: str, version: int, known: _LoadedSchool | None) -> _LoadedSchool:
        """Load a school; if what is there now cannot be used, the last good index goes on serving."""
        try:
            return self._load_school(school, version)
        except IndexUnusableError as error:
            if known is None or school not in self._store:
                self._loaded.pop(school, None)
                raise
            _log.warning("%s The last good index goes on serving.", error)
            return replace(known, version=version)

    def schools(self) -> list[str]:
        """The ids of all schools that can be asked about."""
        return self._store.schools()

    def warm_up(self) -> None:
        """Load the encoder and the topics before the first question."""
        self._encoder.load()
        self._prior.load()

    def school(self, school: str) -> SchoolIndex:
        """One school's index.

        :raises IndexUnusableError: it is missing, damaged, or was built from something else.
        """
        return self._school(school).index

    def _topic_audience(self, topics: dict[str, float]) -> Audience | None:
        name = max(topics, key=lambda topic: topics[topic], default="")
        likely = name in self._prior.topics and topics[name] >= _LIKELY_TOPIC
        return self._prior.topics[name].audience if likely else None

    def meant(self, message: str) -> str:
        """A message without what says nothing to its question: what topics are ranked for, and is searched for."""
        return without_chatter(message, self._encoder.encode)

    def gather(self, question: Question) -> tuple[SchoolIndex, Evidence]:
        """What each retriever says of every clause of the question's school."""
        school = self._school(question.school)
        text = mend_spelling(question.text)
        encoded, late = self._encoder.encode_whole([text])[0], self._late
        dense, coverage = school.index.dense.scores(encoded.vector), late.coverage(encoded, school.index.tokens)
        cases, nearest_case = self._cases.for_width(len(encoded.vector)).nearness(
            encoded.vector, school.index.dense.vectors()
        )
        word_share, unknown_words = school.rarity.shares(terms(text))
        return school.index, Evidence(
            text=text,
            dense=dense,
            late=late.scores(dense, coverage),
            coverage=coverage,
            silence=late.silence(encoded),
            sparse=self._sparse.scores(school.index, text),
            affinity=school.affinity,
            topic_chances=school.topic_chances,
            topic_weights=self._prior.weights(question.topics),
            cases=cases,
            nearest_case=nearest_case,
            commonness=school.commonness,
            word_share=word_share,
            unknown_words=unknown_words,
            **self._whom(question, text, school.index),
        )

    def _whom(self, question: Question, text: str, index: SchoolIndex) -> _Whom:
        asked = Asked(audiences_of(text, question.role, self._topic_audience(question.topics)), question.role)
        return {"asked": asked, "binding": binding_weights(index.clauses, asked, text)}

    def retrieve(self, question: Question) -> Retrieved:
        """The clauses that may answer the question, likeliest first."""
        return self.weigh(*self.gather(question))

    def retrieve_for(self, role: str, question: Question, found: Retrieved) -> Retrieved:
        """What would be found for somebody in another role: the search is not done again, only weighed anew."""
        index, asking = self._school(question.school).index, question.model_copy(update={"role": role})
        return self.weigh(index, replace(found.evidence, **self._whom(asking, found.evidence.text, index)))

    def weigh(self, index: SchoolIndex, evidence: Evidence) -> Retrieved:
        """The same, from what ``gather`` said of the question."""
        models = self._given or read_search_models()
        shown = np.flatnonzero(_may_be_shown(index, evidence))
        if not len(shown):
            return Retrieved(clauses=(), answerable=0.0, nearest=0.0, evidence=evidence)
        fused = fuse_rankings([evidence.dense, evidence.late, evidence.sparse, evidence.topic_scores()])
        candidates = shown[np.argsort(-fused[shown], kind="stable")[:_CANDIDATES]]
        chances = np.zeros(len(fused), dtype=np.float32)
        chances[candidates] = shares(models.relevance.odds(features(index, evidence)[candidates]))
        search = search_features(evidence, chances)
        chances *= precedence(evidence.binding, evidence.asked)
        order = candidates[np.argsort(-chances[candidates], kind="stable")]
        ranked = [(*index.clauses[i], float(chances[i])) for i in order]
        return Retrieved(
            clauses=tuple(RankedClause(document=d, clause=c, score=score) for d, c, score in ranked),
            answerable=float(models.answerable.chances(search[np.newaxis])[0]),
            nearest=float(evidence.dense.max()),
            evidence=evidence,
        )
