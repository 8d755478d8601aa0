"""The space in which questions that ask the same are near one another, and those a detail away are not.

The sentence encoder was taught to bring a question near the clause that answers it; "may I give a parent a gift" and
"may a parent give me a gift" are as near there as any two. A projection of its vectors, learnt on phrasings of one
question beside questions a detail away, pulls them apart. ``signpost evaluate-approved --fit`` makes it.
"""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Vectors

QUESTION_SPACE_FILE = Path(__file__).with_name("question_space.npz")


def project(vectors: Vectors, projection: Vectors | None = None) -> Vectors:
    """Sentence vectors, one a row, in the space of questions: each of length 1, so that a dot product is a cosine.

    Those of an encoder of another width stay as they are.

    :param projection: another than the one that ships with Signpost.
    :raises TrainingDataError: the file that ships with Signpost is missing or damaged.
    """
    projection = read_question_space() if projection is None else projection
    return _unit(vectors @ projection) if vectors.shape[-1] == len(projection) else vectors


def _unit(vectors: Vectors) -> Vectors:
    """Each row, of length 1."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


@cache
def read_question_space() -> Vectors:
    """The projection, shape (dimensions of the encoder, dimensions of the space).

    :raises TrainingDataError: see ``project``.
    """
    try:
        with np.load(QUESTION_SPACE_FILE) as stored:
            return np.asarray(stored["projection"], dtype=np.float32)
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        name = QUESTION_SPACE_FILE.name
        raise TrainingDataError(f"{name} cannot be read: run 'signpost evaluate-approved --fit'.") from None


def write_question_space(projection: Vectors, *, made_by: str) -> None:
    """Put a projection in force; ``made_by`` is the command that made it."""
    halved = projection.astype(np.float16)  # half the size, and no other figure
    np.savez_compressed(QUESTION_SPACE_FILE, allow_pickle=False, projection=halved, made_by=np.array(made_by))
    read_question_space.cache_clear()
