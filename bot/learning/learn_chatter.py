"""Learning what of a message says nothing: from lines of chatter, and from questions that people mean."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from bot.index.sentence_encoder import Vectors
from bot.learning.readings import Reading
from bot.retrieval.chatter import Chatter, begins_asking, pieces_of
from bot.settings import ROOT

CHATTER_LINES = ROOT / "training" / "chatter.txt"
_STRENGTH = 10.0
_FOLDS = 5
_ASIDE = 4  # words
# The share of what people mean that may be taken for chatter: that may cost an answer, chatter left in seldom does.
_MEANT_LOST = 0.01


def read_chatter_lines(path: Path = CHATTER_LINES) -> list[str]:
    """The lines of chatter."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def asked_in(readings: Iterable[Reading]) -> list[str]:
    """The questions of readings, those that nothing answers among them."""
    asked: list[str] = []
    for reading in readings:
        asked += [question.q for _, _, clause in reading.clauses() for question in clause.questions()]
        asked += reading.silent
    return asked


def asides_of(questions: Iterable[str]) -> list[str]:
    """What is told beside a question within it: "the office line is busy"; short asides may be anything."""
    pieces = {piece for text in questions for piece in pieces_of(text) if piece != text and not begins_asking(piece)}
    return sorted(piece for piece in pieces if len(piece.split()) >= _ASIDE)


def learn_chatter(chatter: Vectors, meant: Vectors) -> Chatter:
    """Weights that tell chatter from what people mean; from which chance on is chosen on vectors left out in turn.

    :param chatter: a vector for each line of chatter.
    :param meant: a vector for each question that was meant, and for each aside within one.
    """
    vectors = np.concatenate([chatter, meant])
    says_nothing = np.arange(len(vectors)) < len(chatter)
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=1000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    chances = cross_val_predict(model, vectors, says_nothing, cv=folds, method="predict_proba")[:, 1]
    model.fit(vectors, says_nothing)
    return Chatter(
        weights=model.coef_[0].astype(np.float32),
        constant=float(model.intercept_[0]),
        least=round(float(np.quantile(chances[~says_nothing], 1 - _MEANT_LOST)), 3),
    )
