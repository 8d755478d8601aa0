"""Sentences to vectors: the exported sentence-transformers model (``encoder_export``), run by onnxruntime.

Nothing here needs torch, which would cost every process that encodes a few hundred megabytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.errors import IndexUnusableError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

MODEL_FILE = Path("onnx") / "model.onnx"
# Of a sentence; what lies beyond says little new, and costs the square of its length.
PASSAGE_TOKENS = 256
MESSAGE_TOKENS = 128
_BATCH = 16


class Encoded(NamedTuple):
    """A sentence's vector, of length 1, and a vector for each of its tokens, shape (tokens, dimensions)."""

    vector: Vectors
    tokens: Vectors


class SentenceEncoder:
    """Encodes sentences with the model that ``export_encoder`` left in ``folder``; loads it on first use.

    It works on one thread: a question is so short that a second one waits more than it works, and takes its core from
    who else answers.

    :param most_tokens: of a sentence; the rest is not read.
    """

    def __init__(self, folder: Path, *, most_tokens: int = PASSAGE_TOKENS) -> None:
        self.folder = folder
        self._most_tokens = most_tokens
        self._session: InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None
        self._fingerprint = ""

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
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
            session = InferenceSession(str(self.folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise types of their own making, up to bare Exception
            raise IndexUnusableError(
                f"No sentence encoder can be read in {self.folder} ({type(error).__name__}): "
                "run 'signpost export-encoder'."
            ) from error
        tokenizer.enable_truncation(max_length=self._most_tokens)
        tokenizer.enable_padding()
        self._tokenizer, self._session = tokenizer, session

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Encode sentences.

        :returns: one row per sentence, each of length 1, so that a dot product is a cosine.
        :raises IndexUnusableError: see ``load``.
        """
        if not sentences:
            return self.encode([""])[:0]  # no row, of the right width
        return np.stack([encoded.vector for encoded in self.encode_whole(sentences)])

    def encode_whole(self, sentences: Sequence[str]) -> list[Encoded]:
        """Encode sentences, keeping what became of each token.

        :raises IndexUnusableError: see ``load``.
        """
        self.load()
        # Sentences of a length side by side waste the least padding.
        order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
        found = dict(zip(order, self._encode_batches([sentences[place] for place in order]), strict=True))
        return [found[place] for place in range(len(sentences))]

    def _encode_batches(self, sentences: Sequence[str]) -> Iterator[Encoded]:
        assert self._session is not None and self._tokenizer is not None  # noqa: S101 - load() has set them
        wanted = {given.name for given in self._session.get_inputs()}
        for start in range(0, len(sentences), _BATCH):
            read = self._tokenizer.encode_batch(list(sentences[start : start + _BATCH]))
            feed = {
                "input_ids": np.array([one.ids for one in read], dtype=np.int64),
                "attention_mask": np.array([one.attention_mask for one in read], dtype=np.int64),
                "token_type_ids": np.array([one.type_ids for one in read], dtype=np.int64),
            }
            states = self._session.run(None, {name: value for name, value in feed.items() if name in wanted})[0]
            for row, length in enumerate(feed["attention_mask"].sum(axis=1).tolist()):
                yield _pooled(states[row, :length])

    def fingerprint(self) -> str:
        """The SHA-256 of the model file: two encoders with the same one make the same vectors."""
        if not self._fingerprint:
            path = self.folder / MODEL_FILE
            if not path.exists():
                raise IndexUnusableError(f"No sentence encoder in {self.folder}: run 'signpost export-encoder'.")
            with path.open("rb") as file:
                self._fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
        return self._fingerprint


def _pooled(tokens: Vectors) -> Encoded:
    """The mean over the tokens, as in the model's own pooling layer; [CLS] and [SEP] are always there."""
    mean = tokens.mean(axis=0)
    return Encoded(np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32), tokens)


@cache
def open_message_encoder(folder: Path) -> SentenceEncoder:
    """The encoder in ``folder`` for what people write, which all of this process share: each would take its own
    memory.
    """
    return SentenceEncoder(folder, most_tokens=MESSAGE_TOKENS)
