"""What of a message says nothing to its question: "sorry to bother you", "bit of a rush here", "ta".

A message is cut into pieces, at its punctuation and where a question begins without any, and each piece is weighed by
its vector, so that chatter in words that were never seen is known for what it is. The weights stand in ``chatter.npz``,
made by ``signpost learn`` from ``training/chatter.txt`` and, for what people do mean, the questions of the readings.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import TrainingDataError
from bot.index.sentence_encoder import Vectors

CHATTER_FILE = Path(__file__).with_name("chatter.npz")
Encode = Callable[[list[str]], Vectors]

_MOST_PIECES = 16  # of one message; what a longer one tells is left to whoever looks for its question
_FEWEST_WORDS = 3  # that ask anything by themselves
_SUBJECT = (
    r"(?:i|we|you|he|she|they|it|there|this|that|my|our|your|the|an?|any|some|staff|pupils?|children|kids|parents?)\b"
)
_AUX = r"(?:can|could|may|might|must|should|shall|will|would|do|does|did|is|are|am|was|were|has|have)"
_ASK = r"(?:what|when|where|who|which|how|why)(?:['’]?s)?"
# A question that has begun begins no second time: "can i | have my phone".
_BEGUN = "".join(rf"(?<!\b{word} )" for word in "i we you he she they it there and or if whether that to know".split())
_QUESTION = rf"(?:{_ASK} (?:\w+ ){{0,2}}?(?:{_AUX}|if|to)\b|{_AUX} {_SUBJECT})"
_ASKS = re.compile(_QUESTION, re.IGNORECASE)
_LINK = r"(?:so|but|anyway|because|cos|thanks|thank you|cheers|ta|thx|please|pls|asap|any ideas?|let me know)\b"
# Where a piece begins: after a stop, a comma or a dash, with a question's first words, with what links or takes leave.
_BEGINNING = re.compile(
    rf"(?:(?<=[.!?…;:,\n]) +|\n+| +[-–—]+ +)(?:{_QUESTION})?| +{_BEGUN}{_QUESTION}| +{_LINK}", re.IGNORECASE
)


@dataclass(frozen=True)
class Chatter:
    """``weights`` and ``constant`` turn a piece's vector into the odds that it says nothing; ``least`` is the chance
    from which it is left out.
    """

    weights: Vectors
    constant: float
    least: float

    def says_nothing(self, vectors: Vectors) -> NDArray[np.bool_]:
        """Which pieces say nothing, by their vectors; none where those are another encoder's."""
        if vectors.shape[1] != len(self.weights):
            return np.zeros(len(vectors), dtype=np.bool_)
        chances = 1 / (1 + np.exp(-(vectors @ self.weights + self.constant)))
        return np.asarray(chances >= self.least, dtype=np.bool_)


def pieces_of(message: str) -> list[str]:
    """The pieces of a message, in order."""
    spaced = f" {message}"  # so that what begins the message is found like what begins within it
    starts = [0, *(found.start() for found in _BEGINNING.finditer(spaced)), len(spaced)]
    pieces = (spaced[start:end].strip(" -–—\n") for start, end in pairwise(starts))
    return [piece for piece in pieces if any(letter.isalnum() for letter in piece)]


def begins_asking(piece: str) -> bool:
    """Whether a piece begins like a question."""
    return _ASKS.match(piece) is not None


def without_chatter(message: str, encode: Encode) -> str:
    """The message without the pieces that say nothing; as it is where it is one piece, or next to nothing would be
    left.

    What begins like a question stays in any case: "what do i do" says little and matters.

    :param encode: the sentence encoder's vectors.
    """
    pieces = pieces_of(message)
    if not 1 < len(pieces) <= _MOST_PIECES:
        return message
    empty = read_chatter().says_nothing(encode(pieces))
    kept = [piece for piece, nothing in zip(pieces, empty, strict=True) if not nothing or begins_asking(piece)]
    left = " ".join(kept)
    return left if len(kept) < len(pieces) and len(left.split()) >= _FEWEST_WORDS else message


@cache
def read_chatter(path: Path = CHATTER_FILE) -> Chatter:
    """The weights that ship with Signpost.

    :raises TrainingDataError: the file is missing or damaged.
    """
    try:
        with np.load(path) as stored:
            return Chatter(stored["weights"].astype(np.float32), float(stored["constant"]), float(stored["least"]))
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        raise TrainingDataError(f"{path.name} cannot be read: run 'signpost learn'.") from None


def write_chatter(chatter: Chatter, path: Path = CHATTER_FILE) -> None:
    """Store weights."""
    np.savez_compressed(
        path, allow_pickle=False, weights=chatter.weights, constant=chatter.constant, least=chatter.least
    )
    read_chatter.cache_clear()
