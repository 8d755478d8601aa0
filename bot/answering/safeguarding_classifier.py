"""A linear classifier that tells a concern from a question, and which of the four it is.

Its scores are sums over the counted features of a text and, where the sentence encoder can be had, over the products of
its vector with itself. ``signpost learn-screen`` makes the weights; they ship with the code.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.safeguarding_features import text_features
from bot.answering.safeguarding_spelling import speller
from bot.datatypes.answer import Outcome
from bot.errors import TrainingDataError

WEIGHTS = Path(__file__).with_name("safeguarding_weights.npz")
# None is an ordinary message. The order is that of the columns of scores and weights.
CLASSES: tuple[Outcome | None, ...] = (
    None,
    Outcome.SAFEGUARDING_CONCERN,
    Outcome.SAFEGUARDING_EMERGENCY,
    Outcome.SAFEGUARDING_ALLEGATION,
    Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD,
)
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Thresholds:
    """From which score a message may be a concern (``low``), and from which it surely is one (``high``)."""

    low: float
    high: float


@dataclass(frozen=True)
class TextModel:
    """Weights over the features of the text, shape (rows, classes), a bias each, and the thresholds they call for.

    ``which`` is the model that says which of the four a concern is, where that is another.
    ``meaning`` are the weights over the encoder's vector, shape (classes, dimensions + 1, dimensions + 1): the score is
    that of the vector, with a 1 appended, on both sides. None where the model does without the encoder.
    """

    features: NDArray[np.float32]
    bias: NDArray[np.float32]
    thresholds: Thresholds
    meaning: NDArray[np.float32] | None = None
    which: TextModel | None = None

    def scores(self, plain: str, vector: NDArray[np.float32] | None = None) -> Scores:
        """A score for each class of ``CLASSES``: about 1 where the text is of it, about -1 where it is not."""
        found = text_features(plain)
        total = self.bias.copy()
        if found:
            total += np.array(list(found.values()), dtype=np.float32) @ self.features[list(found)]
        if self.meaning is not None and vector is not None:
            longer = np.append(vector, np.float32(1))
            total += (self.meaning @ longer) @ longer
        if self.which is not None:
            total[1:] = self.which.scores(plain, vector)[1:]
        return total


def concern_score(scores: Scores) -> float:
    """How far a text is from an ordinary one: the higher, the surer it is a concern."""
    return -float(scores[0])


def likeliest_outcome(scores: Scores) -> Outcome:
    """Which of the four outcomes a concern calls for."""
    found = CLASSES[1 + int(np.argmax(scores[1:]))]
    assert found is not None  # noqa: S101 - only the first class is None
    return found


@dataclass(frozen=True)
class ScreenModels:
    """What the screen has learnt: to mend a text's spelling, and to read it by its words, or with the encoder too."""

    mend: Callable[[str], str]
    words: TextModel
    both: TextModel


@cache
def read_models(path: Path = WEIGHTS) -> ScreenModels:
    """All that the screen has learnt.

    :raises TrainingDataError: the file is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            meant = stored["words_meant"].tolist()
            arrays = {name: stored[name].astype(np.float32) for name in stored.files if name != "words_meant"}
        words = TextModel(arrays["words_features"], arrays["words_bias"], _thresholds(arrays["words_thresholds"]))
        which = _with_meaning(arrays, "which")
        both = replace(_with_meaning(arrays, "both"), which=which)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TrainingDataError(
            f"{path} cannot be read ({type(error).__name__}): run 'signpost learn-screen'."
        ) from None
    return ScreenModels(speller(meant), words, both)


def store_models(meant: Sequence[str], words: TextModel, both: TextModel, path: Path = WEIGHTS) -> None:
    """Put both models in force, with the words that a slip may have meant."""
    assert both.which is not None  # noqa: S101 - it is the model that is fitted apart
    arrays = {"words_meant": np.array(meant), **_stored(words, "words")}
    arrays |= _stored(both, "both") | _stored(both.which, "which")
    np.savez_compressed(path, **arrays)
    read_models.cache_clear()


def _stored(model: TextModel, name: str) -> dict[str, Any]:
    arrays: dict[str, Any] = {
        f"{name}_bias": model.bias,
        f"{name}_features": model.features.astype(np.float16),
        f"{name}_thresholds": np.array([model.thresholds.low, model.thresholds.high], dtype=np.float32),
    }
    if model.meaning is not None:
        corner = np.tril_indices(model.meaning.shape[1])
        arrays[f"{name}_meaning"] = model.meaning[:, corner[0], corner[1]].astype(np.float16)
    return arrays


def _with_meaning(arrays: dict[str, NDArray[np.float32]], name: str) -> TextModel:
    thresholds = _thresholds(arrays[f"{name}_thresholds"])
    meaning = _square(arrays[f"{name}_meaning"])
    return TextModel(arrays[f"{name}_features"], arrays[f"{name}_bias"], thresholds, meaning)


def _thresholds(values: Sequence[float] | NDArray[np.float32]) -> Thresholds:
    low, high = (float(value) for value in values)
    return Thresholds(low, high)


def _square(corner: NDArray[np.float32]) -> NDArray[np.float32]:
    """The symmetric matrices of which only one half is stored."""
    side = int((np.sqrt(8 * corner.shape[1] + 1) - 1) / 2)
    full = np.zeros((corner.shape[0], side, side), dtype=np.float32)
    rows, columns = np.tril_indices(side)
    full[:, rows, columns] = full[:, columns, rows] = corner
    return full
