"""What the safeguarding classifier counts of a text: pieces of words, words, and what is said of which kind of person.

Pieces of two to five letters forgive slips of the keyboard; the kinds of ``safeguarding_cues.yml`` say who is spoken
of. Each is hashed to a row of the weights (the hashing trick: Weinberger et al., 2009), so no list of words is shipped.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from functools import cache
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import Any

import yaml

ROWS = 1 << 15
CUES = Path(__file__).with_name("safeguarding_cues.yml")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_PIECE_LENGTHS = range(2, 6)  # letters, a space before and after each word included


@cache
def read_cues() -> dict[str, Any]:
    """The cues, as they stand in their file."""
    cues: dict[str, Any] = yaml.safe_load(CUES.read_text(encoding="utf-8"))
    return cues


@cache
def _kinds() -> re.Pattern[str]:
    named = (rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in read_cues()["kinds"].items())
    return re.compile("|".join(named))


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    return {sign: re.compile(rf"\b(?:{words})\b") for sign, words in read_cues()["signs"].items()}


def _pieces(words: list[str]) -> list[str]:
    padded = [f" {word} " for word in words]
    return [
        word[at : at + length]
        for word in padded
        for length in _PIECE_LENGTHS
        for at in range(max(1, len(word) - length + 1))
    ]


def _phrases(words: list[str]) -> list[str]:
    """Words, neighbours, and pairs with one word between them."""
    pairs = zip(["^", *words], [*words, "$"], strict=True)
    return [*words, *(f"{a} {b}" for a, b in pairs), *(f"{a} _ {b}" for a, b in zip(words, words[2:], strict=False))]


def _said_of_kinds(plain: str) -> list[str]:
    """Runs of up to three words with a kind among them, and the order in which kinds are spoken of."""
    words = _WORD.findall(_kinds().sub(lambda found: f" {found.lastgroup} ".replace("_", ""), plain))
    runs = [words[at : at + length] for length in (1, 2, 3) for at in range(len(words) - length + 1)]
    skipping = [[a, "_", b] for a, b in zip(words, words[2:], strict=False)]
    spoken_of = [word for word in words if word.isupper()]
    order = zip(["^", *spoken_of], [*spoken_of, "$"], strict=True)
    return [
        *(" ".join(run) for run in [*runs, *skipping] if any(word.isupper() for word in run)),
        *(f"{a} then {b}" for a, b in order),
    ]


def _seen(plain: str) -> list[str]:
    """Which signs and kinds stand in the text, and which two of them together."""
    found = [sign for sign, words in _signs().items() if words.search(plain)] or ["NONE"]
    kinds = sorted({str(match.lastgroup) for match in _kinds().finditer(plain)})
    return [*found, *(f"{a}&{b}" for a, b in combinations([*found, *kinds], 2))]


def text_features(plain: str) -> dict[int, float]:
    """The rows of a text and the weight of each: the square root of its count; each of the four sorts is of length 1.

    :param plain: the text as ``plain_copy`` makes it.
    """
    words = _WORD.findall(plain)
    features: dict[int, float] = {}
    for sort, found in (
        ("p", _pieces(words)),
        ("w", _phrases(words)),
        ("k", _said_of_kinds(plain)),
        ("s", _seen(plain)),
    ):
        counts = Counter(zlib.crc32(f"{sort}{one}".encode()) % ROWS for one in found)
        length = sqrt(counts.total()) or 1.0
        for row, count in counts.items():
            features[row] = features.get(row, 0.0) + sqrt(count) / length
    return features
