"""What ``signpost evaluate`` and ``signpost fit`` do, without the command line."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.answering.engine import open_engine
from bot.answering.safeguarding_screen import SafeguardingScreen
from bot.answering.thresholds import read_thresholds
from bot.errors import SettingsError, TrainingDataError
from bot.evaluation.evaluate import Rank, evaluate_engine, evaluate_service
from bot.evaluation.fit import fit_and_store, search_all, weigh_evenly
from bot.evaluation.gold_questions import GoldQuestion, read_questions
from bot.evaluation.leave_out import leave_out_schools, leave_out_topics
from bot.evaluation.metrics import Result, figures, is_right
from bot.evaluation.reading_questions import questions_of
from bot.evaluation.robustness import measure_robustness
from bot.evaluation.sweep import judge_held_out, store_thresholds, sweep_thresholds
from bot.evaluation.trial import open_trial
from bot.index.sentence_encoder import SentenceEncoder
from bot.learning.readings import HELD_OUT_READINGS, read_readings
from bot.retrieval.cases import read_cases
from bot.retrieval.late_interaction import read_late_interaction
from bot.retrieval.search_models import read_search_models
from bot.settings import Settings


def _answerable_here(paths: Sequence[Path], settings: Settings) -> list[GoldQuestion]:
    """The questions of the sets whose schools are in the index.

    :raises TrainingDataError: none of them is.
    """
    questions = [question for path in paths for question in read_questions(path)]
    schools = set(open_engine(settings).retriever.schools())
    known = [question for question in questions if question.school in schools]
    if not known:
        names = ", ".join(str(path) for path in paths)
        raise TrainingDataError(f"No question of {names} is about a school of the index: ingest its corpus first.")
    return known


def _miss(result: Result) -> str:
    answer = result.answer
    cited = [citation.text[:90] for citation in answer.citations] if answer else []
    return f"{result.question.id}: {result.question.question} → {answer.outcome if answer else 'none'} {cited}"


def run_evaluation(
    paths: Sequence[Path], settings: Settings, rank: Rank | None, *, through: str | None, token: str, misses: int
) -> dict[str, Any]:
    """Ask the question sets of a running service (``through``), or of the engine with ``rank`` for the topics.

    :returns: ``figures``, the ids of the ``misses``, and ``lines`` for people.
    """
    if through is not None:
        questions = [question for path in paths for question in read_questions(path)]
        results = list(evaluate_service(questions, through, token))
    elif rank is not None:
        screen = SafeguardingScreen(settings.onnx_encoder)
        results = list(evaluate_engine(_answerable_here(paths, settings), open_engine(settings), rank, screen))
    else:
        raise SettingsError("Say where to ask: --through a running service, or the engine.")
    wrong = [result for result in results if not is_right(result)]
    counted = {"questions": len(results), **figures(results)}
    lines = [f"{name:36} {value}" for name, value in counted.items()] + [_miss(result) for result in wrong[:misses]]
    return {"figures": counted, "misses": [result.question.id for result in wrong], "lines": lines}


def _counted(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of results, and those that there are in ``lines``."""
    counted = {"questions": len(results), **figures(results)}
    lines = [f"{name:36} {value}" for name, value in counted.items() if value is not None]
    return {"figures": counted, "lines": lines}


def run_held_out(settings: Settings) -> dict[str, Any]:
    """The figures on the readings that nothing was learnt from: other organisations, with policies of their own."""
    readings = read_readings(HELD_OUT_READINGS)
    with tempfile.TemporaryDirectory() as folder:
        encoder = SentenceEncoder(settings.onnx_encoder)
        trial = open_trial(Path(folder), encoder, read_late_interaction(), read_cases())
        trial.add_readings(readings)
        questions = [question for name, reading in readings.items() for question in questions_of(name, reading)]
        results = trial.answers(questions, read_search_models(), read_thresholds())
    return _counted(results)


def run_robustness(paths: Sequence[Path], settings: Settings, rank: Rank) -> dict[str, Any]:
    """The figures of the answered questions as they are and as hurried people type them; ``lines`` for people."""
    screen = SafeguardingScreen(settings.onnx_encoder)
    found = measure_robustness(_answerable_here(paths, settings), open_engine(settings), rank, screen)
    names = ("recall@1", "recall@3", "answered when the policy answers")
    lines = [f"{kind:16} " + "  ".join(f"{name} {row[name]}" for name in names) for kind, row in found.items()]
    return {"figures": found, "lines": lines}


def run_leave_out(
    what: str, paths: Sequence[Path], settings: Settings, rank: Rank, report: Callable[[str], None]
) -> dict[str, Any]:
    """The figures with each topic, or each school, left out of everything that was learnt.

    :raises SettingsError: ``what`` is neither "topic" nor "school".
    """
    sets = [_answerable_here([path], settings) for path in paths]
    if what == "school":
        results = leave_out_schools(sets, settings, report)
    elif what == "topic":
        results = leave_out_topics(sets, settings, rank, report)
    else:
        raise SettingsError(f"--leave-out takes topic or school, not {what!r}.")
    return _counted(results)


def run_sweep(paths: Sequence[Path], settings: Settings, rank: Rank) -> dict[str, Any]:
    """Choose the answerability thresholds on question sets, and put them in force."""
    retriever = open_engine(settings).retriever
    sets = [search_all(_answerable_here([path], settings), retriever, rank) for path in paths]
    thresholds = sweep_thresholds(
        judge_held_out(sets, retriever), " ".join(["signpost evaluate --sweep", *map(str, paths)])
    )
    store_thresholds(thresholds)
    body = thresholds.model_dump()
    return {"thresholds": body, "lines": [f"{name:12} {value}" for name, value in body.items()]}


def run_fit(paths: Sequence[Path], settings: Settings, rank: Rank) -> dict[str, Any]:
    """Fit the weights on question sets, and put them in force."""
    retriever = open_engine(settings).retriever
    searched = weigh_evenly([search_all(_answerable_here([path], settings), retriever, rank) for path in paths])
    fit_and_store(searched, " ".join(["signpost fit", *map(str, paths)]))
    return {"questions": len(searched), "lines": [f"Fitted on {len(searched)} questions."]}
