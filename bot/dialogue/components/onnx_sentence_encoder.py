"""Sentences to vectors with a sentence-transformers model exported to ONNX; needs neither torch nor transformers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.dialogue.settings import ENCODER, IslandError

MODEL_PLACES = ("model.onnx", "onnx/model.onnx")
TOKENIZER = "tokenizer.json"


def _model_file(folder: Path) -> Path:
    found = next((folder / place for place in MODEL_PLACES if (folder / place).is_file()), None)
    if found is None or not (folder / TOKENIZER).is_file():
        raise IslandError(f"{folder} holds no model.onnx with a {TOKENIZER} beside it: set {ENCODER} to one that does.")
    return found


def encoder_digest(folder: Path) -> str:
    """The SHA-256 of the model and its tokenizer together, in hexadecimal.

    :raises IslandError: the folder does not hold both.
    """
    digest = hashlib.sha256()
    for path in (_model_file(folder), folder / TOKENIZER):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class OnnxSentenceEncoder:
    """A loaded encoder. ``encode`` gives one L2-normalised float32 row per sentence.

    :param max_tokens: what lies beyond this many tokens of a sentence is not read.
    :param threads: how many processor threads one call may use.
    """

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, batch_size: int) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._batch_size = batch_size
        self._inputs = {i.name for i in session.get_inputs()}

    @classmethod
    def load(cls, folder: Path, *, max_tokens: int, batch_size: int, threads: int) -> OnnxSentenceEncoder:
        """Read the model from ``folder``.

        :raises IslandError: the folder does not hold a model and its tokenizer.
        """
        path = _model_file(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokenizer.enable_truncation(max_length=max_tokens)
        tokenizer.enable_padding()
        return cls(session, tokenizer, batch_size)

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of the sentences, shape (number of sentences, dimensions), each of length 1."""
        # Sentences of a length side by side waste the least padding.
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        parts = [
            self._encode_batch([sentences[i] for i in order[start : start + self._batch_size]])
            for start in range(0, len(order), self._batch_size)
        ]
        vectors: NDArray[np.float32] = np.concatenate(parts)[np.argsort(order)]
        return vectors

    def _encode_batch(self, sentences: list[str]) -> NDArray[np.float32]:
        encodings = self._tokenizer.encode_batch(sentences)
        feed = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encodings], dtype=np.int64),
        }
        tokens = self._session.run(None, {k: v for k, v in feed.items() if k in self._inputs})[0]
        mask = feed["attention_mask"][:, :, None].astype(np.float32)
        # The mean over real tokens, as in the model's own pooling layer; [CLS] and [SEP] are always there.
        means = (tokens * mask).sum(axis=1) / mask.sum(axis=1)
        norms = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
        vectors: NDArray[np.float32] = (means / norms).astype(np.float32)
        return vectors
