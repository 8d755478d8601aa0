"""A lesson of a few steps: it lowers the loss, and what was learnt can be stored and merged."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from bot.index.encoder_export import merge_adapter
from bot.learning.study_model import StudyModel
from bot.learning.study_policies import StudyPolicy, StudyQuestion
from bot.learning.train_encoder import Course, study, train_encoder
from bot.retrieval.late_interaction import ARRAYS

POLICY = StudyPolicy(
    passages=(
        "Phones stay in the lockers.",
        "Visitors sign in at the office.",
        "Pictures are taken on school cameras.",
    ),
    questions=(
        StudyQuestion("where does my mobile go", answers=frozenset([0])),
        StudyQuestion("locker for my iphone?", answers=frozenset([0])),
        StudyQuestion("where do guests register", answers=frozenset([1])),
        StudyQuestion("do contractors have to sign a book", answers=frozenset([1])),
        StudyQuestion("can i take a pic on my own camera", answers=frozenset([2])),
        StudyQuestion("which camera for the trip", near=frozenset([2])),
        StudyQuestion("is there parking"),
        StudyQuestion("what is for lunch"),
    ),
)


@pytest.fixture(scope="module")
def taught() -> StudyModel:
    return train_encoder(lambda _: [POLICY], Course(epochs=6), report=lambda _: None)


def loss_of(model: StudyModel) -> float:
    with torch.no_grad():
        return float(study(model, POLICY, list(POLICY.questions), random.Random(1)))


def test_teaching_lowers_the_loss(taught):
    assert loss_of(taught) < loss_of(StudyModel().eval())


def test_silent_questions_alone_can_be_studied():
    quiet = [StudyQuestion("is there parking")]

    assert np.isfinite(float(study(StudyModel().eval(), POLICY, quiet, random.Random(1)).detach()))


def test_what_was_learnt_is_stored_and_merged(taught, tmp_path):
    taught.save_adapter(tmp_path / "adapter")
    merge_adapter(tmp_path / "adapter", tmp_path / "merged")

    assert set(taught.learnt()) == set(ARRAYS)
    assert sum(path.stat().st_size for path in (tmp_path / "adapter").iterdir()) < 4_000_000
    assert (tmp_path / "merged" / "model.safetensors").is_file()
