"""Learning what tells that a question asks for an approved answer: the space of questions, weights and threshold."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.approved_answers.answer_matcher import MATCH_WEIGHTS, AnswerMatcher, MatchThreshold, store_match_threshold
from bot.approved_answers.match_features import FEATURES, Wording
from bot.approved_answers.question_words import HEAVIEST, WEIGHTS, read_word_weights, stems_of
from bot.evaluation.approved_answers import (
    PHRASINGS,
    Answers,
    ApprovedRow,
    Asked,
    Judged,
    asked_of,
    count,
    offered_tallies,
    ordinary_questions,
)
from bot.evaluation.gold_questions import read_rows
from bot.index.sentence_encoder import SentenceEncoder, Vectors, open_message_encoder
from bot.learning.question_sets import QuestionSet, read_question_sets
from bot.learning.readings import ENCODER_READINGS, Reading, read_readings
from bot.learning.train_question_space import QuestionLessons, train_question_space
from bot.retrieval.logistic_model import write_logistic_model
from bot.retrieval.question_space import project, write_question_space
from bot.retrieval.spelling import mend_spelling
from bot.retrieval.topic_examples import read_examples
from bot.settings import Settings

_MOST_WRONG = 0.02  # the share of other questions that may be given an approved answer
_MOST_OFFERED = 0.1  # the same for what is offered as perhaps meant, where the policies say nothing
_PENALTY = 3.0  # of the squared weights, beside the sum of the losses
_PARTS = 6  # the developed half is judged a sixth at a time, by what was learnt on the others
_FOLDS = 3  # of the training sets; each is compared in a space that was learnt without it
_EVERY = 10  # of the silent questions of the readings is put to the training sets' answers
_MADE_BY = "signpost evaluate-approved {} --fit"


def fit_approved(path: Path, questions: Path | None, settings: Settings) -> None:
    """Learn the space of questions and all weights, and choose the threshold.

    The space is learnt on readings, topics and training sets; the weights on the training sets and the developed half
    of ``path``. The thresholds are those that reach most of that half with at most ``_MOST_WRONG`` given wrongly and
    ``_MOST_OFFERED`` wrongly given or offered, each part of it judged by what was learnt on the others, with the
    phrasings that the desk would suggest.
    """
    made_by = _MADE_BY.format(" ".join([path.name, *([f"--questions {questions.name}"] if questions else [])]))
    readings, encoder = list(read_readings(ENCODER_READINGS).values()), open_message_encoder(settings.onnx_encoder)
    _store_word_weights(readings, made_by)
    taught = list(_learn_space(readings, encoder, made_by))
    matcher = AnswerMatcher(encoder)
    rows = read_rows(path, ApprovedRow)
    own = [row for row in rows if row.half == "developed"]
    asked = list(asked_of(own, ordinary_questions(rows, questions)))
    pairs = [pair for n in PHRASINGS for pair in _pairs(asked, Answers(own, matcher, n), matcher, n)]
    weights, constant = _fit([*taught, *pairs])
    write_logistic_model(MATCH_WEIGHTS, FEATURES, weights, constant, made_by=made_by)
    judged = list(_judge_held_out(pairs, taught))
    threshold, offered_from = _sweep(judged, _MOST_WRONG), _sweep(judged, _MOST_OFFERED)
    tallies = count(judged, threshold).tallies() | offered_tallies(count(judged, offered_from))
    shares = {what.strip(): round(tally.rate, 3) for what, tally in tallies.items()}
    store_match_threshold(
        MatchThreshold(threshold=threshold, offered_from=offered_from, chosen_by=made_by, figures=shares)
    )


def _learn_space(readings: Sequence[Reading], encoder: SentenceEncoder, made_by: str) -> Iterator[_Pair]:
    """Put a space of questions in force, and give the pairs of the training sets, each in a space learnt without it."""
    topics, sets = defaultdict(list), read_question_sets()
    for intent, text in read_examples():
        if text:
            topics[intent].append(text)
    lessons = QuestionLessons(readings, list(topics.values()), sets)
    texts = lessons.texts()
    vectors = dict(zip(texts, encoder.encode([mend_spelling(text) for text in texts]), strict=True))
    silent = [text for reading in readings for text in reading.silent][::_EVERY]
    for fold in range(_FOLDS):
        known = [one for place, one in enumerate(sets) if place % _FOLDS != fold]
        space = train_question_space(QuestionLessons(readings, list(topics.values()), known), vectors)
        matcher = AnswerMatcher(encoder, partial(project, projection=space))
        yield from _taught(sets[fold::_FOLDS], silent, matcher, fold)
    write_question_space(train_question_space(lessons, vectors), made_by=made_by)


def _taught(sets: Sequence[QuestionSet], silent: Sequence[str], matcher: AnswerMatcher, fold: int) -> Iterator[_Pair]:
    rows = [_as_row(one, f"set {place} of fold {fold}") for place, one in enumerate(sets)]
    asked = list(asked_of(rows, silent))
    for phrasings in PHRASINGS:
        yield from _pairs(asked, Answers(rows, matcher, phrasings), matcher, phrasings)


def _as_row(one: QuestionSet, name: str) -> ApprovedRow:
    """A training set as if an answer had been approved for its first question."""
    most = PHRASINGS[-1] + 1
    return ApprovedRow(
        id=name,
        half="developed",
        question=one.same[0],
        suggested=one.same[1:most],
        asked=one.same[most:],
        others=one.others,
    )


class _Pair(NamedTuple):
    asked: Asked
    answer: Hashable
    features: list[float]
    phrasings: int


def _pairs(
    asked: Iterable[Asked], answers: Mapping[Hashable, Sequence[Wording]], matcher: AnswerMatcher, phrasings: int
) -> Iterator[_Pair]:
    for one in asked:
        [wording] = matcher.wordings([one.text])
        for answer, features in matcher.candidates(wording, answers) if wording.words.weights else []:
            yield _Pair(one, answer, features, phrasings)


def _fit(pairs: Sequence[_Pair]) -> tuple[Vectors, float]:
    """Weights and constant over the raw features, from a fit over standardised ones."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only learning needs it

    matrix = np.array([pair.features for pair in pairs])
    mean, spread = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-9)
    model = LogisticRegression(C=1 / _PENALTY, max_iter=2000)
    model.fit((matrix - mean) / spread, [pair.asked.wanted == pair.answer for pair in pairs])
    weights = model.coef_[0] / spread
    return np.asarray(weights, dtype=np.float32), float(model.intercept_[0] - weights @ mean)


def _judge_held_out(pairs: Sequence[_Pair], taught: Sequence[_Pair]) -> Iterator[Judged]:
    """The questions asked with all the phrasings there are, each judged by what was learnt without its part."""
    parts = sorted({pair.asked.part for pair in pairs})
    for place in range(_PARTS):
        left_out = set(parts[place::_PARTS])
        weights, constant = _fit([*taught, *(pair for pair in pairs if pair.asked.part not in left_out)])
        best: dict[Asked, Judged] = {}
        for pair in pairs:
            if pair.asked.part in left_out and pair.phrasings == PHRASINGS[-1]:
                chance = float(1 / (1 + np.exp(-(np.array(pair.features) @ weights + constant))))
                if pair.asked not in best or chance > best[pair.asked].chance:
                    best[pair.asked] = Judged(pair.asked, pair.answer, chance)
        yield from best.values()


def _sweep(judged: Sequence[Judged], most_wrong: float) -> float:
    """The lowest threshold at which at most so great a share of the other questions gets an answer."""
    tried = [round(0.01 * step, 2) for step in range(1, 100)]
    return next((t for t in tried if count(judged, t).wrong.rate <= most_wrong), tried[-1])


def _store_word_weights(readings: Iterable[Reading], made_by: str) -> None:
    """What a stem weighs: the logarithm of how rare it is in the questions of the topics and the readings."""
    texts = [text for _, text in read_examples()]
    for reading in readings:
        texts += reading.silent
        for _, _, clause in reading.clauses():
            texts += [*(asked.q for asked in clause.questions()), *clause.near]
    seen = Counter(stem for text in texts for stem in stems_of(text))
    weights = {stem: round(min(log(len(texts) / n), HEAVIEST), 2) for stem, n in sorted(seen.items())}
    kept = {stem: weight for stem, weight in weights.items() if weight < HEAVIEST}
    WEIGHTS.write_text(json.dumps({"made_by": made_by, "weights": kept}, indent=0) + "\n", encoding="utf-8")
    read_word_weights.cache_clear()
