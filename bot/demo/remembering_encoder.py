"""The sentence encoder with a memory: the demo's staff put the same questions at every school."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.index.sentence_encoder import Encoded, SentenceEncoder


class RememberingEncoder(SentenceEncoder):
    """Encodes a sentence that is asked for by itself once, whichever of its vectors are wanted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._known: dict[str, Encoded] = {}

    def encode_whole(self, sentences: Sequence[str]) -> list[Encoded]:
        """See ``SentenceEncoder``."""
        if len(sentences) != 1:
            return super().encode_whole(sentences)
        [sentence] = sentences
        if sentence not in self._known:
            [self._known[sentence]] = super().encode_whole(sentences)
        return [self._known[sentence]]
