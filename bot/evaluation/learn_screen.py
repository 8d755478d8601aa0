"""What ``signpost learn-screen`` does: fit the safeguarding screen's weights, cross-validated over who wrote.

A ridge classifier (least squares on classes, with a penalty) in its dual form: one matrix of how alike two messages are
gives the weights, and, in closed form, what each author's messages would score had they been left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import inv
from scipy.sparse import csr_matrix

from bot.answering.outcomes import REPORTS
from bot.answering.plain_copy import plain_copy
from bot.answering.safeguarding_classifier import (
    CLASSES,
    WEIGHTS,
    TextModel,
    Thresholds,
    store_models,
)
from bot.answering.safeguarding_features import ROWS, text_features
from bot.answering.safeguarding_spelling import speller, words_meant
from bot.datatypes.answer import Outcome
from bot.evaluation.safeguarding_messages import TRAINING_MESSAGES, read_messages
from bot.index.sentence_encoder import Vectors, open_message_encoder
from bot.learning.learn_chatter import read_chatter_lines
from bot.learning.question_noise import with_slips
from bot.retrieval.topic_examples import read_examples

Matrix = NDArray[np.float32]

_PENALTY = 0.7
# A concern missed is worse than a question that gets a text too: found on the training messages, left out by author.
_LEAST_RECALL = 0.99
_SURE_PRECISION = 0.99
_DIALOGUE = "dialogue"  # the author of the dialogue's own examples: studied, not measured
_EACH_QUESTION_IN = 3  # of the dialogue's ordinary examples one in three, or they would outnumber all else
# What people leave out of a telegram, and what they talk of besides.
_LEFT_OUT = frozenset(
    "a an the i i'm i've we we've is are was were am be been has have had that there it it's my our of to and".split()
)
_IDLE = ("idiom", "small_talk", "out_of_scope")


@dataclass(frozen=True)
class Lesson:
    """A text to learn from, as ``plain_copy`` makes it: its class's place, who wrote it, whether it is measured."""

    plain: str
    place: int
    author: str
    measured: bool


def read_lessons(folder: Path = TRAINING_MESSAGES, *, chatter: Sequence[str] = ()) -> list[Lesson]:
    """The training messages, each once more as another person might type it, and examples of the dialogue.

    :param chatter: lines that say nothing, around some of the copies and of the examples; none where left out.
    """
    draw = random.Random(0)  # noqa: S311 - no secret: the same copies at every run
    messages, lessons = read_messages(folder), []
    idle = [plain_copy(message.text) for message in messages if message.kind in _IDLE]
    for message in messages:
        place, plain = CLASSES.index(message.concern), plain_copy(message.text)
        lessons.append(Lesson(plain, place, message.style, measured=True))
        lessons.append(Lesson(_typed_otherwise(plain, draw, idle, chatter), place, message.style, measured=False))
    studied = {lesson.plain for lesson in lessons}
    for number, (intent, text) in enumerate(dict.fromkeys(read_examples())):
        # Some of the dialogue's reports are training messages: nobody's own may stay in when the author is left out.
        if plain_copy(text) not in studied and (intent in REPORTS or number % _EACH_QUESTION_IN == 0):
            place = CLASSES.index(REPORTS.get(intent))
            lessons.append(Lesson(plain_copy(text), place, _DIALOGUE, measured=False))
            if chatter:
                lessons.append(Lesson(_in_chatter(plain_copy(text), draw, chatter), place, _DIALOGUE, measured=False))
    return lessons


def _typed_otherwise(plain: str, draw: random.Random, idle: Sequence[str], chatter: Sequence[str]) -> str:
    """The text with slips of the keyboard, in telegram style, among sentences that have nothing to do with it, or in
    chatter.
    """
    ways = ["telegram", *(["chatter"] * 2 if chatter else []), "told", "told", "slips", "slips"]
    match ways[draw.randrange(len(ways))]:
        case "telegram":
            return " ".join(word for word in plain.split() if word not in _LEFT_OUT)
        case "chatter":
            return _in_chatter(plain, draw, chatter)
        case "told":
            told = [f"{plain.rstrip('.')}.", *draw.sample(idle, draw.randint(1, 3))]
            draw.shuffle(told)
            return " ".join(told)
        case _:
            return with_slips(plain, draw)


def _in_chatter(plain: str, draw: random.Random, chatter: Sequence[str]) -> str:
    """The text after, before or between what says nothing, with or without stops."""
    before, after = draw.choice([(1, 0), (2, 0), (0, 1), (1, 1), (2, 1)])
    lines = [*draw.sample(chatter, before), plain.rstrip("."), *draw.sample(chatter, after)]
    return draw.choice([". ", ". ", ", ", " ", " - "]).join(lines)


def _features(lessons: Sequence[Lesson]) -> csr_matrix:
    counted = [text_features(lesson.plain) for lesson in lessons]
    ends = np.cumsum([0, *(len(one) for one in counted)])
    rows = np.array([row for one in counted for row in one])
    values = np.array([value for one in counted for value in one.values()], dtype=np.float32)
    return csr_matrix((values, rows, ends), shape=(len(lessons), ROWS))


class _Study:
    """One fit: how alike the lessons are (``alike``), and the weights of each lesson that follow from it."""

    def __init__(self, lessons: Sequence[Lesson], alike: NDArray[np.float32]) -> None:
        self.places = np.array([lesson.place for lesson in lessons])
        self._targets = 2 * np.eye(len(CLASSES), dtype=np.float32)[self.places] - 1
        # Rare classes count for more, by the root of how rare they are.
        rarity = 1 / np.sqrt(np.bincount(self.places, minlength=len(CLASSES)))
        weights = (rarity / rarity.mean())[self.places]
        self._inverse: Matrix = inv(alike + np.diag(_PENALTY / weights).astype(np.float32) + np.float32(0.5))
        self.shares: Matrix = self._inverse @ self._targets

    def left_out(self, authors: NDArray[np.str_]) -> Matrix:
        """The scores of each lesson from a fit without any of its author's, shape (lessons, classes)."""
        scores: Matrix = np.zeros(self._targets.shape, dtype=np.float32)
        for author in np.unique(authors):
            own = np.flatnonzero(authors == author)
            scores[own] = self._targets[own] - np.linalg.solve(self._inverse[np.ix_(own, own)], self.shares[own])
        return scores


def choose_thresholds(scores: Matrix, places: NDArray[np.int_]) -> Thresholds:
    """``low`` finds ``_LEAST_RECALL`` of concerns and of emergencies; from ``high`` on nearly all are concerns."""
    worry, is_concern = -scores[:, 0], places > 0
    emergencies = places == CLASSES.index(Outcome.SAFEGUARDING_EMERGENCY)
    low = min(np.quantile(worry[these], 1 - _LEAST_RECALL, method="lower") for these in (is_concern, emergencies))
    order = np.argsort(-worry)
    precision = np.cumsum(is_concern[order]) / np.arange(1, len(order) + 1)
    sure = np.flatnonzero(precision >= _SURE_PRECISION)
    high = worry[order[sure[-1]]] if len(sure) else worry.max()
    return Thresholds(low=float(low), high=float(max(low, high)))


def _figures(scores: Matrix, places: NDArray[np.int_], low: float) -> dict[str, float]:
    found, is_concern = -scores[:, 0] >= low, places > 0
    emergencies = places == CLASSES.index(Outcome.SAFEGUARDING_EMERGENCY)
    right = found & (scores[:, 1:].argmax(axis=1) + 1 == places)
    return {
        "recall": round(float(found[is_concern].mean()), 3),
        "precision": round(float(is_concern[found].mean()), 3),
        "emergency recall": round(float(found[emergencies].mean()), 3),
        "right outcome": round(float(right[is_concern].mean()), 3),
    }


class _Fitted(NamedTuple):
    """A model that is fitted on all lessons; what it gives the measured ones with their author left out."""

    model: TextModel
    scores: Matrix
    places: NDArray[np.int_]


def _fit(lessons: Sequence[Lesson], vectors: Vectors | None) -> _Fitted:
    features = _features(lessons)
    alike = np.asarray((features @ features.T).todense(), dtype=np.float32)
    longer = None if vectors is None else np.hstack([vectors, np.ones((len(vectors), 1), dtype=np.float32)])
    if longer is not None:
        alike += (longer @ longer.T) ** 2
    study = _Study(lessons, alike)
    measured = np.array([lesson.measured for lesson in lessons])
    scores = study.left_out(np.array([lesson.author for lesson in lessons]))[measured]
    thresholds = choose_thresholds(scores, study.places[measured])
    shares = study.shares.astype(np.float32)
    meaning = None if longer is None else np.stack([(longer * share[:, None]).T @ longer for share in shares.T])
    bias = (0.5 * study.shares.sum(axis=0)).astype(np.float32)
    model = TextModel(np.asarray(features.T @ shares), bias, thresholds, meaning)
    return _Fitted(model, scores, study.places[measured])


def learn_screen(
    encoder: Path, report: Callable[[str], None], *, folder: Path = TRAINING_MESSAGES, weights: Path = WEIGHTS
) -> dict[str, Any]:
    """Fit the models on the training messages, and put them in force.

    Whether a message is a concern is learnt with chatter around some, or half of what is told with a word around it
    is taken for one. Which of the four it is, is learnt without: chatter costs that more than it brings.

    :param encoder: the folder of the exported sentence encoder.
    :returns: the cross-validated figures of each model.
    :raises IndexUnusableError: there is no encoder.
    :raises TrainingDataError: a training file is malformed.
    """
    lessons, in_chatter = read_lessons(folder), read_lessons(folder, chatter=_chatter_lines())
    meant = words_meant(lesson.plain for lesson in lessons if lesson.measured)
    mend = speller(meant)
    lessons, in_chatter = ([replace(one, plain=mend(one.plain)) for one in texts] for texts in (lessons, in_chatter))
    report(f"{len(in_chatter)} texts to learn from, {sum(lesson.measured for lesson in lessons)} of them measured.")
    words = _fit(lessons, None)
    which, whether = (_fit(texts, _encoded(texts, encoder)) for texts in (lessons, in_chatter))
    both = replace(whether.model, which=which.model)
    store_models(meant, words.model, both, weights)
    scores = np.hstack([whether.scores[:, :1], which.scores[:, 1:]])
    return {
        "words and meaning": _figures(scores, whether.places, both.thresholds.low),
        "words alone": _figures(words.scores, words.places, words.model.thresholds.low),
    }


def _chatter_lines() -> list[str]:
    return [plain_copy(line) for line in read_chatter_lines()]


def _encoded(lessons: Sequence[Lesson], encoder: Path) -> Vectors:
    return open_message_encoder(encoder).encode([lesson.plain for lesson in lessons])
