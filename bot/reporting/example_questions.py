"""The questions that stand for each topic, asked of every school; their encodings are kept beside the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from bot.index.index_manifest import digest_of
from bot.index.sentence_encoder import Encoded, SentenceEncoder
from bot.retrieval.array_cache import Arrays, read_arrays, write_arrays
from bot.retrieval.spelling import mend_spelling
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_examples import read_examples

_PER_TOPIC = 8
_FILE = "coverage_questions.npz"


@cache
def example_questions() -> dict[str, tuple[str, ...]]:
    """Some questions of each topic, from all over its examples.

    :raises TrainingDataError: the examples or the topics are malformed.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for name, text in read_examples():
        if text:
            found[name].append(text)
    return {name: _spread(found[name]) for name in read_topics()}


def _spread(texts: Sequence[str]) -> tuple[str, ...]:
    step = max(len(texts) / _PER_TOPIC, 1.0)
    return tuple(dict.fromkeys(texts[int(place * step)] for place in range(min(_PER_TOPIC, len(texts)))))


class ExampleEncoder(SentenceEncoder):
    """The sentence encoder, with the examples encoded once and kept in a file: no school needs the model for them.

    :param index: the folder the encodings are kept in.
    """

    def __init__(self, folder: Path, index: Path) -> None:
        super().__init__(folder)
        self._file = index / _FILE
        self._kept: dict[str, Encoded] | None = None

    def encode_whole(self, sentences: Sequence[str]) -> list[Encoded]:
        """Encode sentences, keeping what became of each token."""
        if self._kept is None:
            self._kept = self._read_or_make()
        if all(sentence in self._kept for sentence in sentences):
            return [self._kept[sentence] for sentence in sentences]
        return super().encode_whole(sentences)

    def _read_or_make(self) -> dict[str, Encoded]:
        texts = list(dict.fromkeys(mend_spelling(text) for asked in example_questions().values() for text in asked))
        key = digest_of([self.fingerprint(), *texts])
        arrays = read_arrays(self._file, key)
        if arrays is None:
            arrays = _packed(super().encode_whole(texts))
            write_arrays(self._file, key, arrays)
        return dict(zip(texts, _unpacked(arrays), strict=True))


def _packed(encoded: Sequence[Encoded]) -> Arrays:
    return {
        "vectors": np.stack([one.vector for one in encoded]),
        "tokens": np.concatenate([one.tokens for one in encoded]),
        "lengths": np.array([len(one.tokens) for one in encoded]),
    }


def _unpacked(arrays: Arrays) -> list[Encoded]:
    tokens = np.split(arrays["tokens"], np.cumsum(arrays["lengths"])[:-1])
    return [Encoded(vector, own) for vector, own in zip(arrays["vectors"], tokens, strict=True)]
