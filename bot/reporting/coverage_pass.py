"""Working out where a school's policies are silent: the example questions of each topic are asked of it.

They are judged as any question is, by the engine's own search, chance that the policies answer, and thresholds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.answering.answerability import outcome_for
from bot.answering.draft import AnsweringContext
from bot.answering.engine import open_engine
from bot.answering.thresholds import THRESHOLDS_FILE
from bot.datatypes.answer import Question
from bot.datatypes.policy import Audience
from bot.index.clause_store import ClauseStore
from bot.index.index_manifest import digest_of
from bot.reporting.coverage_store import Coverage, Kept, index_digest, read_kept, write_coverage
from bot.reporting.example_questions import ExampleEncoder, example_questions
from bot.reporting.topic_coverage import TopicCoverage, state_for
from bot.retrieval.answerable import ANSWERABLE_FILE
from bot.retrieval.hybrid_retriever import Retrieved
from bot.retrieval.reranker import RELEVANCE_FILE
from bot.retrieval.topic_catalogue import Topic, read_topics
from bot.settings import Settings

_METHOD = "2"  # raised when the way of judging changes
_NEAREST = 3  # clauses kept of a topic


@cache
def method_digest() -> str:
    """What decides on coverage besides a school's policies: the questions, and the models and thresholds that ship."""
    files = [path.read_bytes().hex() for path in (THRESHOLDS_FILE, ANSWERABLE_FILE, RELEVANCE_FILE)]
    return digest_of(
        [_METHOD, *files, *(text for name, asked in example_questions().items() for text in (name, *asked))]
    )


def outdated_schools(store: ClauseStore) -> list[str]:
    """The indexed schools whose coverage was never worked out, or from other policies or by another method."""
    method = method_digest()
    return [
        name for name in store.schools() if not _is_current(read_kept(store, name), index_digest(store, name), method)
    ]


def _is_current(kept: Kept | None, index: str | None, method: str) -> bool:
    """A school without an index cannot be asked: there is nothing to do for it yet."""
    return index is None or (kept is not None and (kept.index, kept.method) == (index, method))


def bring_coverage_up_to_date(settings: Settings, report: Callable[[str], None] = lambda _: None) -> list[str]:
    """Work out the coverage of every school whose policies have changed since; some seconds of one core for each.

    :param report: is told of each school that is done.
    :returns: those schools.
    :raises IndexUnusableError: an index is damaged, or there is no sentence encoder.
    """
    store = ClauseStore(settings.index)
    outdated = outdated_schools(store)
    if outdated:
        context = open_engine(settings, ExampleEncoder(settings.onnx_encoder, settings.index))
        for school in outdated:
            index = index_digest(store, school)
            found = work_out_coverage(school, context)
            write_coverage(store, school, Kept(index=index or "", method=method_digest(), topics=dict(found)))
            report(school)
    return outdated


def work_out_coverage(school: str, context: AnsweringContext) -> Coverage:
    """Ask a school the example questions of every topic.

    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    questions = example_questions()
    return {name: judge_topic(school, name, topic, questions[name], context) for name, topic in read_topics().items()}


@dataclass(frozen=True)
class _Trial:
    """One example question: the family of its outcome, and the clauses found, likeliest first."""

    family: str
    clauses: tuple[str, ...]


def judge_topic(
    school: str, name: str, topic: Topic, questions: Sequence[str], context: AnsweringContext
) -> TopicCoverage:
    """Ask a school the example questions of one topic.

    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    role = "visitor" if topic.audience is Audience.VISITORS else "staff"
    asked = [Question(school=school, text=text, role=role, topics={name: 1.0}) for text in questions]
    trials = [_trial(context.retriever.retrieve(question), context) for question in asked]
    families = Counter(trial.family for trial in trials)
    answered, related = families["answered"], families["partly"]
    return TopicCoverage(
        state=state_for(answered, related, len(trials)),
        asked=len(trials),
        answered=answered,
        related=related,
        clauses=_nearest(trials),
    )


def _trial(found: Retrieved, context: AnsweringContext) -> _Trial:
    outcome = outcome_for(found.answerable, found.nearest, context.thresholds())
    ids = tuple(item.clause.clause_id for item in found.clauses[:_NEAREST])
    return _Trial(outcome.partition("_")[0] if ids else "unanswered", ids)


def _nearest(trials: Sequence[_Trial]) -> tuple[str, ...]:
    """The clauses that most questions found; those of answered questions first, and the likeliest before others."""
    weights: Counter[str] = Counter()
    for trial in trials:
        for place, clause in enumerate(trial.clauses):
            weights[clause] += (10 if trial.family == "answered" else 1) * (_NEAREST - place)
    return tuple(clause for clause, _ in weights.most_common(_NEAREST))
