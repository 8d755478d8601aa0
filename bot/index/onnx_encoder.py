"""The exported sentence encoder with nothing but onnxruntime: for a process that should not carry torch.

The vectors are those of ``SentenceEncoder``, which reads the same folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.errors import IndexUnusableError
from bot.index.sentence_encoder import MODEL_FILE, Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_MOST_TOKENS = 128  # of a sentence; what lies beyond says little new, and costs the square of its length
_BATCH = 16


class OnnxEncoder:
    """Encodes sentences on one thread with the model in ``folder``; loads it on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._session: InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    def load(self) -> None:
        """Load the model now, rather than with the first sentence.

        :raises IndexUnusableError: the folder does not hold an exported model that can be read.
        """
        if self._session is not None:
            return
        # Imported here: a process that never encodes need not pay for it.
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            session = InferenceSession(str(self._folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise types of their own making, up to bare Exception
            raise IndexUnusableError(
                f"No sentence encoder can be read in {self._folder} ({type(error).__name__}): "
                "run 'signpost export-encoder'."
            ) from error
        tokenizer.enable_truncation(max_length=_MOST_TOKENS)
        tokenizer.enable_padding()
        self._tokenizer, self._session = tokenizer, session

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row per sentence, each of length 1. There must be at least one sentence.

        :raises IndexUnusableError: see ``load``.
        """
        self.load()
        # Sentences of a length side by side waste the least padding.
        order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
        parts = list(self._encode_batches([sentences[place] for place in order]))
        return np.concatenate(parts)[np.argsort(order)]

    def _encode_batches(self, sentences: Sequence[str]) -> Iterator[Vectors]:
        assert self._session is not None and self._tokenizer is not None  # noqa: S101 - load() has set them
        wanted = {given.name for given in self._session.get_inputs()}
        for start in range(0, len(sentences), _BATCH):
            read = self._tokenizer.encode_batch(list(sentences[start : start + _BATCH]))
            feed = {
                "input_ids": np.array([one.ids for one in read], dtype=np.int64),
                "attention_mask": np.array([one.attention_mask for one in read], dtype=np.int64),
                "token_type_ids": np.array([one.type_ids for one in read], dtype=np.int64),
            }
            tokens = self._session.run(None, {name: value for name, value in feed.items() if name in wanted})[0]
            mask = feed["attention_mask"][:, :, None].astype(np.float32)
            # The mean over real tokens, as in the model's own pooling layer; [CLS] and [SEP] are always there.
            means = (tokens * mask).sum(axis=1) / mask.sum(axis=1)
            yield (means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)).astype(np.float32)


@cache
def shared_encoder(folder: Path) -> OnnxEncoder:
    """The one encoder of this process with the model in ``folder``: a second would cost its memory again."""
    return OnnxEncoder(folder)
