"""Learning the encoder's adapter from the topics: what staff ask, and how policies word their rules on it.

Multiple negatives ranking (Henderson et al., "Efficient Natural Language Response Suggestion", 2017): in each batch a
question's own topic is right and every other topic of the batch is wrong.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import torch

from bot.index.sentence_encoder import SentenceEncoder, Vectors
from bot.retrieval.topic_catalogue import Topic
from bot.retrieval.topic_classifier import read_examples

_STEPS, _BATCH, _RATE, _DECAY, _SCALE, _SEED = 500, 64, 3e-4, 0.1, 20.0, 7

Pairs = list[tuple[Vectors, Vectors]]


def encode_topics(topics: dict[str, Topic], encoder: SentenceEncoder, leave_out: Collection[str] = ()) -> Pairs:
    """For each topic, the vectors of its example questions and of its statements, with and without its title."""
    examples: dict[str, list[str]] = {}
    for intent, text in read_examples():
        examples.setdefault(intent, []).append(text)
    pairs = []
    for name, topic in topics.items():
        if name in examples and name not in leave_out:
            statements = [*topic.clauses, *(f"{topic.title}. {clause}" for clause in topic.clauses)]
            pairs.append((encoder.encode(examples[name]), encoder.encode(statements)))
    return pairs


def fit_adapter(pairs: Pairs) -> tuple[Vectors, Vectors]:
    """Learn the two matrices, for questions and for clauses."""
    torch.manual_seed(_SEED)
    draw = np.random.default_rng(_SEED)
    width = pairs[0][0].shape[1]
    question = torch.zeros(width, width, requires_grad=True)
    clause = torch.zeros(width, width, requires_grad=True)
    optimiser = torch.optim.AdamW([question, clause], lr=_RATE, weight_decay=_DECAY)
    for _ in range(_STEPS):
        batch = draw.choice(len(pairs), min(_BATCH, len(pairs)), replace=False)
        asked = torch.tensor(np.stack([pairs[i][0][draw.integers(len(pairs[i][0]))] for i in batch]))
        stated = torch.tensor(np.stack([pairs[i][1][draw.integers(len(pairs[i][1]))] for i in batch]))
        asked = torch.nn.functional.normalize(asked + asked @ question, dim=1)
        stated = torch.nn.functional.normalize(stated + stated @ clause, dim=1)
        scores, own = _SCALE * asked @ stated.T, torch.arange(len(batch))
        loss = torch.nn.functional.cross_entropy(scores, own) + torch.nn.functional.cross_entropy(scores.T, own)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return question.detach().numpy(), clause.detach().numpy()
