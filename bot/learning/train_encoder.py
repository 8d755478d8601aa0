"""Teaching the encoder: every question of a policy against all of its clauses, and against silence."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from bot.learning.question_noise import as_typed
from bot.learning.study_model import StudyModel
from bot.learning.study_policies import StudyPolicy, StudyQuestion

_QUESTIONS = 96  # of one policy, in one step
_FEWEST = 6
_WARM_UP = 30  # steps
_NEVER = -1e4


@dataclass(frozen=True)
class Course:
    """How long and how fast to learn: ``…_rate`` are the learning rates of AdamW at their peak."""

    epochs: int = 4
    adapter_rate: float = 6e-4
    weights_rate: float = 2e-3
    seed: int = 7


def train_encoder(
    policies_of: Callable[[random.Random], Sequence[StudyPolicy]],
    course: Course,
    report: Callable[[str], None],
) -> StudyModel:
    """Teach a new model. The same policies and course give the same model, up to rounding.

    :param policies_of: the policies to study in one epoch; drawn anew for each.
    :param report: is told how it goes, one line every 25 steps.
    """
    torch.manual_seed(course.seed)
    draw = random.Random(course.seed)  # noqa: S311 - nothing secret is drawn
    model = StudyModel().train()
    optimiser = _optimiser(model, course)
    epochs = [list(_batches(policies_of(draw), draw)) for _ in range(course.epochs)]
    batches = [batch for epoch in epochs for batch in epoch]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, len(batches)))
    losses = []
    for step, (policy, questions) in enumerate(batches, start=1):
        loss = study(model, policy, questions, draw)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if step % 25 == 0:
            report(f"step {step} of {len(batches)}, loss {sum(losses[-25:]) / 25:.3f}")
    return model.eval()


def _optimiser(model: StudyModel, course: Course) -> torch.optim.AdamW:
    adapter = [
        weight for name, weight in model.named_parameters() if name.startswith("encoder") and weight.requires_grad
    ]
    weights = [weight for name, weight in model.named_parameters() if not name.startswith("encoder")]
    groups = [{"params": adapter, "lr": course.adapter_rate}, {"params": weights, "lr": course.weights_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _rate(step: int, steps: int) -> float:
    """Up in the first steps, then down to almost nothing, as a share of the peak."""
    return min(1.0, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps)


def _batches(policies: Sequence[StudyPolicy], draw: random.Random) -> Iterator[tuple[StudyPolicy, list[StudyQuestion]]]:
    """All questions in lots of one policy each, in random order; a lot too small to learn from is left out."""
    lots = []
    for policy in policies:
        questions = draw.sample(policy.questions, len(policy.questions))
        lots += [(policy, questions[start : start + _QUESTIONS]) for start in range(0, len(questions), _QUESTIONS)]
    draw.shuffle(lots)
    return (lot for lot in lots if len(lot[1]) >= _FEWEST)


def study(model: StudyModel, policy: StudyPolicy, questions: list[StudyQuestion], draw: random.Random) -> Tensor:
    """The loss of one step: how badly the answers stand out among the clauses, and from silence."""
    asked = model.encode([as_typed(question.text, draw) for question in questions])
    scores, silence = model(asked, model.encode(policy.passages))
    answers = _marks([question.answers for question in questions], len(policy.passages))
    near = _marks([question.near for question in questions], len(policy.passages))
    answered = answers.any(1)
    only_near = near.any(1) & ~answered
    return _ranking_loss(scores, answers, near, answered) + _silence_loss(scores, silence, answered, ~only_near)


def _marks(numbers: list[frozenset[int]], width: int) -> Tensor:
    marks = torch.zeros(len(numbers), width, dtype=torch.bool)
    for row, own in enumerate(numbers):
        marks[row, list(own)] = True
    return marks


def _ranking_loss(scores: Tensor, answers: Tensor, near: Tensor, answered: Tensor) -> Tensor:
    """The cross-entropy of picking a right clause; where none answers, one that bears on the question is right."""
    right = answers | (near & ~answered[:, None])
    rivals = scores.masked_fill(near & answered[:, None], _NEVER)
    losses = torch.logsumexp(rivals, 1) - torch.logsumexp(scores.masked_fill(~right, _NEVER), 1)
    ranked = right.any(1)
    return losses[ranked].sum() / ranked.sum().clamp(min=1)


def _silence_loss(scores: Tensor, silence: Tensor, answered: Tensor, clear: Tensor) -> Tensor:
    """How badly the best clauses tell a policy that answers from one that does not; unclear cases left out."""
    lead = (torch.logsumexp(scores, 1) - silence) / 2
    return torch.nn.functional.binary_cross_entropy_with_logits(lead[clear], answered[clear].float())
