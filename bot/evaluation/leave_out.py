"""How well Signpost answers on topics, and for schools, that nothing in it was made with.

Topics left out: for each of several parts of the topics, the encoder is taught anew without them, the intents and the
prior do not have them, weights and thresholds are fitted without them; then their questions are asked. Schools left
out: the encoder studies no school of a question set in any case; weights and thresholds are fitted without the school's
questions.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from bot.evaluation.evaluate import Rank
from bot.evaluation.fit import Searched, weigh_evenly
from bot.evaluation.gold_questions import GoldQuestion, topic_of
from bot.evaluation.metrics import Result
from bot.evaluation.trial import Trial, open_trial
from bot.index.clause_store import ClauseStore
from bot.index.encoder_export import export_encoder
from bot.index.sentence_encoder import SentenceEncoder
from bot.learning.command import LearntFiles, learn_encoder
from bot.learning.train_encoder import Course
from bot.retrieval.cases import read_cases
from bot.retrieval.late_interaction import read_late_interaction
from bot.settings import Settings

PARTS = 4
# A training topic goes with a question set's topic if it has at least this share of what the classifier gives to them.
_LEAST_SHARE = 0.15
_ASKED = ("answer", "unanswered", "near")

Sets = Sequence[Sequence[GoldQuestion]]
Report = Callable[[str], None]


def training_topics(questions: Sequence[GoldQuestion], rank: Rank) -> dict[str, frozenset[str]]:
    """For each topic of the questions, the topics of the training data that come near to it."""
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    counts: dict[str, int] = defaultdict(int)
    for question in questions:
        counts[topic_of(question)] += 1
        for name, chance in rank(question.question).items():
            shares[topic_of(question)][name] += chance
    return {
        topic: frozenset(name for name, chance in ranked.items() if chance >= _LEAST_SHARE * counts[topic])
        for topic, ranked in shares.items()
    }


def leave_out_schools(sets: Sets, settings: Settings, report: Report) -> list[Result]:
    """Every school's questions, answered with weights and thresholds that were fitted without them."""
    encoder = SentenceEncoder(settings.onnx_encoder)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        trial = open_trial(Path(folder), encoder, read_late_interaction(), read_cases())
        trial.add_schools(ClauseStore(settings.index))
        searched = [trial.search(questions) for questions in sets]
        for school in sorted({question.school for questions in sets for question in questions}):
            kept = [[found for found in questions if found.gold.school != school] for questions in searched]
            asked = [q for questions in sets for q in questions if q.school == school and q.expect in _ASKED]
            results += _answered(trial, kept, asked)
            report(f"{school}: {len(asked)} questions asked.")
    return results


def leave_out_topics(
    sets: Sets,
    settings: Settings,
    rank: Rank,
    report: Report,
    course: Course = Course(),  # noqa: B008 - frozen
) -> list[Result]:
    """Every question, answered by an engine that was taught and fitted without its topic."""
    questions = [question for asked in sets for question in asked if question.expect in _ASKED]
    near = training_topics(questions, rank)
    topics = sorted(near)
    results = []
    for part in range(PARTS):
        held = frozenset(topics[part::PARTS])
        out = frozenset(name for topic in held for name in near[topic] if name.startswith("ask_"))
        report(f"Part {part + 1} of {PARTS}: {len(held)} topics, {len(out)} topics of the training data left out.")
        results += _without(held, out, sets, settings, report, course)
    return results


def _without(
    held: Collection[str], out: Collection[str], sets: Sets, settings: Settings, report: Report, course: Course
) -> list[Result]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        learnt = LearntFiles.in_folder(folder)
        learn_encoder(report, course=course, leave_out=out, files=learnt)
        export_encoder("", folder / "encoder", learnt.adapter)
        encoder = SentenceEncoder(folder / "encoder")
        late, cases = read_late_interaction(learnt.weights), read_cases(learnt.cases)
        trial = open_trial(folder / "index", encoder, late, cases, out)
        trial.add_schools(ClauseStore(settings.index))
        kept = [[q for q in questions if topic_of(q) not in held] for questions in sets]
        asked = [q for questions in sets for q in questions if topic_of(q) in held and q.expect in _ASKED]
        return _answered(trial, [trial.search(questions) for questions in kept if questions], asked)


def _answered(trial: Trial, kept: Sequence[Sequence[Searched]], asked: Sequence[GoldQuestion]) -> list[Result]:
    """Answers from weights and thresholds fitted on what is kept."""
    fitting = [searched for searched in kept if searched]
    models = trial.fitted(weigh_evenly(fitting))
    return trial.answers(asked, models, trial.thresholds(fitting, models))
