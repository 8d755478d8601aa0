"""A forest of decision trees as arrays in a file, so that nothing but numpy is needed to ask it.

Source: Geurts, Ernst and Wehenkel, "Extremely randomized trees", Machine Learning, 2006; grown by scikit-learn.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Vectors

LEAF = -1


@dataclass(frozen=True)
class ForestModel:
    """Every node of every tree, tree after tree: the feature it asks (``LEAF`` for none), the value above which it goes
    on to the node ``high`` rather than ``low``, and the chance at a leaf. ``roots``: where each tree begins.
    """

    feature: NDArray[np.int16]
    threshold: Vectors
    low: NDArray[np.int32]
    high: NDArray[np.int32]
    chance: Vectors
    roots: NDArray[np.int32]

    def chances(self, matrix: Vectors) -> Vectors:
        """A chance (0 to 1) for each row of features: the mean over the trees."""
        found = [self._leaves(row) for row in np.asarray(matrix, dtype=np.float32)]
        return np.asarray([self.chance[leaves].mean() for leaves in found], dtype=np.float32)

    def _leaves(self, row: Vectors) -> NDArray[np.int32]:
        nodes = self.roots
        while (asking := self.feature[nodes] != LEAF).any():
            above = row[self.feature[nodes]] > self.threshold[nodes]
            nodes = np.where(asking, np.where(above, self.high[nodes], self.low[nodes]), nodes)
        return nodes


@cache
def read_forest_model(path: Path, features: Sequence[str]) -> ForestModel:
    """The model in ``path``.

    :raises TrainingDataError: the file is missing, malformed, or has other features; names it.
    """
    try:
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in ForestModel.__dataclass_fields__}
            named = tuple(str(name) for name in stored["features"])
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        raise TrainingDataError(f"{path.name} is missing or malformed: run 'signpost fit'.") from None
    if named != tuple(features):
        raise TrainingDataError(f"{path.name} has other features than this version: run 'signpost fit'.")
    return ForestModel(**arrays)


def write_forest_model(path: Path, features: Sequence[str], model: ForestModel, *, made_by: str) -> None:
    """Store a model; ``made_by`` is the command that made it."""
    arrays = {name: getattr(model, name) for name in ForestModel.__dataclass_fields__}
    named = {"features": np.array(features), "made_by": np.array(made_by)}
    np.savez_compressed(path, allow_pickle=False, **arrays, **named)
    read_forest_model.cache_clear()
