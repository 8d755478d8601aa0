"""A logistic model whose weights stand in a JSON file, by the names of its features."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Vectors


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    made_by: str
    constant: float
    weights: dict[str, float]


@dataclass(frozen=True)
class LogisticModel:
    """``chance = 1 / (1 + exp(-(features · weights + constant)))``."""

    weights: Vectors
    constant: float

    def odds(self, matrix: Vectors) -> Vectors:
        """The weighted sum of each row of features, the constant added: log odds."""
        return np.asarray(matrix @ self.weights + self.constant, dtype=np.float32)

    def chances(self, matrix: Vectors) -> Vectors:
        """A chance (0 to 1) for each row of features."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.odds(matrix))), dtype=np.float32)


@cache
def read_logistic_model(path: Path, features: Sequence[str]) -> LogisticModel:
    """The model in ``path``.

    :raises TrainingDataError: the file is missing, malformed, or has other features; names it.
    """
    try:
        stored = _Stored.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise TrainingDataError(f"{path.name} is missing or malformed: run 'signpost fit'.") from None
    if tuple(stored.weights) != tuple(features):
        raise TrainingDataError(f"{path.name} has other features than this version: run 'signpost fit'.")
    return LogisticModel(np.array(list(stored.weights.values()), dtype=np.float32), stored.constant)


def write_logistic_model(
    path: Path, features: Sequence[str], weights: Vectors, constant: float, *, made_by: str
) -> None:
    """Store a model; ``made_by`` is the command that made it."""
    named = {name: round(float(weight), 6) for name, weight in zip(features, weights, strict=True)}
    body = {"made_by": made_by, "constant": round(float(constant), 6), "weights": named}
    path.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    read_logistic_model.cache_clear()
