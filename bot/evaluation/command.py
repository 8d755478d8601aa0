"""What ``signpost evaluate`` and ``signpost fit`` do, without the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.answering.engine import open_engine
from bot.errors import SettingsError, TrainingDataError
from bot.evaluation.evaluate import Rank, evaluate_engine, evaluate_service
from bot.evaluation.fit import fit_and_store
from bot.evaluation.fit_adapter import encode_topics, fit_adapter
from bot.evaluation.gold_questions import GoldQuestion, read_questions
from bot.evaluation.metrics import Result, figures, is_right
from bot.evaluation.sweep import judge_all, store_thresholds, sweep_thresholds
from bot.index.sentence_encoder import SentenceEncoder
from bot.retrieval.encoder_adapter import write_adapter
from bot.retrieval.topic_catalogue import read_topics
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
        results = list(evaluate_engine(_answerable_here(paths, settings), open_engine(settings), rank))
    else:
        raise SettingsError("Say where to ask: --through a running service, or the engine.")
    wrong = [result for result in results if not is_right(result)]
    counted = {"questions": len(results), **figures(results)}
    lines = [f"{name:36} {value}" for name, value in counted.items()] + [_miss(result) for result in wrong[:misses]]
    return {"figures": counted, "misses": [result.question.id for result in wrong], "lines": lines}


def run_sweep(paths: Sequence[Path], settings: Settings, rank: Rank) -> dict[str, Any]:
    """Choose the answerability thresholds on question sets, and put them in force."""
    retriever = open_engine(settings).retriever
    sets = [judge_all(_answerable_here([path], settings), retriever, rank) for path in paths]
    made_by = f"signpost evaluate --sweep {' '.join(map(str, paths))}"
    thresholds = sweep_thresholds(sets, made_by)
    store_thresholds(thresholds)
    body = thresholds.model_dump()
    return {"thresholds": body, "lines": [f"{name:12} {value}" for name, value in body.items()]}


def run_fit(paths: Sequence[Path], settings: Settings, rank: Rank, *, adapter: bool) -> dict[str, Any]:
    """Learn the adapter (where asked) and the weights, and put them in force."""
    if adapter:
        encoder = SentenceEncoder(settings.onnx_encoder)
        write_adapter(*fit_adapter(encode_topics(read_topics(), encoder)))
    made_by = f"signpost fit {' '.join(map(str, paths))}"
    questions = _answerable_here(paths, settings)
    used = fit_and_store(questions, open_engine(settings).retriever, rank, made_by)
    return {"questions": used, "lines": [f"Fitted on {used} questions."]}
