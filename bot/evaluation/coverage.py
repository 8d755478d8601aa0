"""How right the map of coverage is: its verdicts beside labels that nobody made for it.

The sample schools' labels come from the gold questions on each topic. The invented organisations kept apart for
evaluation (``training/held_out``) tell which topics their clauses are about, and nothing was learnt or chosen on them.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.answering.draft import AnsweringContext
from bot.errors import TrainingDataError
from bot.evaluation.gold_questions import GoldQuestion, read_questions, topic_of
from bot.evaluation.tally import Tally
from bot.evaluation.trial import open_trial
from bot.index.clause_store import ClauseStore
from bot.learning.readings import HELD_OUT_READINGS, Reading, read_readings
from bot.reporting.coverage_pass import bring_coverage_up_to_date, work_out_coverage
from bot.reporting.coverage_store import Coverage, read_coverage
from bot.reporting.example_questions import ExampleEncoder
from bot.reporting.topic_coverage import CoverageState
from bot.retrieval.cases import read_cases
from bot.retrieval.late_interaction import read_late_interaction
from bot.retrieval.search_models import read_search_models
from bot.retrieval.topic_catalogue import read_topics
from bot.settings import ROOT, Settings

GOLD = ROOT / "tests" / "gold"
QUESTIONS, TOPICS = GOLD / "questions.jsonl", GOLD / "coverage_topics.yml"
_JUDGED = ("answer", "near", "unanswered")

Cells = Mapping[tuple[str, str], CoverageState]


def run_coverage(settings: Settings, report: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Compare both sets; ``lines`` for people.

    :raises TrainingDataError: the labels cannot be read.
    """
    bring_coverage_up_to_date(settings, report)
    store = ClauseStore(settings.index)
    schools = {name: read_coverage(store, name) or {} for name in store.schools()}
    found = {
        "sample schools": _compare(gold_cells(read_questions(QUESTIONS), read_topic_names()), schools),
        "held-out organisations": _compare(*_held_out(settings, report)),
    }
    return {"figures": found, "lines": [line for name, rates in found.items() for line in _lines(name, rates)]}


def read_topic_names(path: Path = TOPICS) -> dict[str, str]:
    """The topic of the catalogue by what the ids of gold questions call it.

    :raises TrainingDataError: the file is missing or malformed, or names an unknown topic.
    """
    try:
        named: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        topics = {name: topic for topic, names in named.items() for name in names}
    except (OSError, yaml.YAMLError, AttributeError, TypeError):
        raise TrainingDataError(f"{path.name} must map topics to lists of names.") from None
    unknown = sorted(set(topics.values()) - set(read_topics()))
    if unknown:
        raise TrainingDataError(f"{path.name}: {unknown[0]} is no topic.")
    return topics


def gold_cells(questions: Iterable[GoldQuestion], names: Mapping[str, str]) -> Cells:
    """What a careful reader found of each school and topic: covered where at least half of the questions are answered,
    silent where none is and the policies do not even bear on half of them."""
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for question in questions:
        topic = names.get(topic_of(question))
        if topic and question.expect in _JUDGED:
            labels[question.school, topic].append(question.expect)
    return {cell: _state(Counter(found)) for cell, found in labels.items()}


def _state(found: Counter[str]) -> CoverageState:
    if 2 * found["answer"] >= found.total():
        return CoverageState.COVERED
    silent = not found["answer"] and 2 * found["unanswered"] >= found.total()
    return CoverageState.SILENT if silent else CoverageState.PARTLY


def reading_cells(name: str, reading: Reading) -> Cells:
    """What a reading says of each topic: covered where a clause on it answers a question, else partly, and silent where
    no clause has it for its topic (one on another topic may answer all the same).
    """
    clauses = [clause for _, _, clause in reading.clauses()]
    answered = {f"ask_{clause.topic}" for clause in clauses if clause.asked}
    about = {f"ask_{clause.topic}" for clause in clauses}
    states = {topic: CoverageState.PARTLY for topic in about} | {topic: CoverageState.COVERED for topic in answered}
    return {(name, topic): states.get(topic, CoverageState.SILENT) for topic in read_topics()}


def _held_out(settings: Settings, report: Callable[[str], None]) -> tuple[Cells, dict[str, Coverage]]:
    readings = read_readings(HELD_OUT_READINGS)
    cells: dict[tuple[str, str], CoverageState] = {}
    coverages: dict[str, Coverage] = {}
    with tempfile.TemporaryDirectory() as folder:
        encoder = ExampleEncoder(settings.onnx_encoder, settings.index)
        trial = open_trial(Path(folder), encoder, read_late_interaction(), read_cases())
        trial.add_readings(readings)
        context = AnsweringContext(trial.retriever(read_search_models()), "", date.today)
        for name, reading in readings.items():
            cells |= reading_cells(name, reading)
            coverages[name] = work_out_coverage(name, context)
            report(f"{name}: worked out")
    return cells, coverages


def _compare(cells: Cells, coverages: Mapping[str, Coverage]) -> dict[str, Any]:
    """How often the verdict is the label, by label; and what a verdict is worth."""
    pairs = [(label, coverages[school][topic].state) for (school, topic), label in cells.items() if school in coverages]
    table = Counter(pairs)
    said = [label for label, state in pairs if state is CoverageState.COVERED]
    return {
        "cells": len(pairs),
        "right": _tally(label is state for label, state in pairs),
        "silent said to be covered": _tally(
            state is CoverageState.COVERED for label, state in pairs if label is CoverageState.SILENT
        ),
        "covered said to be silent": _tally(
            state is CoverageState.SILENT for label, state in pairs if label is CoverageState.COVERED
        ),
        "of those said to be covered, covered": _tally(label is CoverageState.COVERED for label in said),
        "table": {f"{label} as {state}": table[label, state] for label in CoverageState for state in CoverageState},
    }


def _tally(hits: Iterable[bool]) -> dict[str, Any]:
    tally = Tally()
    for hit in hits:
        tally.count(hit=hit)
    return {"hits": tally.hits, "of": tally.total, "interval": [round(end, 3) for end in tally.interval()]}


def _lines(name: str, rates: Mapping[str, Any]) -> Sequence[str]:
    lines = [f"{name}: {rates['cells']} cells (a school's policies and a topic)"]
    for figure, rate in rates.items():
        if isinstance(rate, dict) and "of" in rate:
            low, high = rate["interval"]
            share = rate["hits"] / rate["of"] if rate["of"] else 0.0
            lines.append(f"  {figure:38} {rate['hits']}/{rate['of']} = {share:.3f}  [{low:.3f}, {high:.3f}]")
    return [*lines, "  " + "  ".join(f"{cell} {number}" for cell, number in rates["table"].items())]
