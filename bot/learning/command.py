"""What ``signpost learn`` does: teach the encoder on the readings and the topics, and store what it learnt."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.index.encoder_export import ADAPTER_FOLDER, export_encoder
from bot.index.sentence_encoder import SentenceEncoder
from bot.learning.gather_cases import gather_cases
from bot.learning.learn_chatter import asides_of, asked_in, learn_chatter, read_chatter_lines
from bot.learning.readings import ENCODER_READINGS, read_readings
from bot.learning.study_policies import StudyPolicy, study_reading, study_topics
from bot.learning.train_encoder import Course, train_encoder
from bot.retrieval.cases import CASES_FILE, write_cases
from bot.retrieval.chatter import CHATTER_FILE, write_chatter
from bot.retrieval.late_interaction import LATE_INTERACTION_FILE, write_late_interaction
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_examples import read_examples

_TOPIC_POLICIES = 4  # policies made of topics in one epoch, beside the readings


@dataclass(frozen=True)
class LearntFiles:
    """Where what was learnt is stored; as it ships if left out."""

    adapter: Path = ADAPTER_FOLDER
    weights: Path = LATE_INTERACTION_FILE
    cases: Path = CASES_FILE
    chatter: Path = CHATTER_FILE

    @classmethod
    def in_folder(cls, folder: Path) -> LearntFiles:
        """Files for a trial."""
        return cls(folder / "adapter", folder / "late.npz", folder / "cases.npz", folder / "chatter.npz")


def learn_encoder(
    report: Callable[[str], None],
    *,
    course: Course = Course(),  # noqa: B008 - frozen
    leave_out: Collection[str] = (),
    files: LearntFiles = LearntFiles(),
) -> None:
    """Teach a new encoder adapter and its late interaction, without the topics in ``leave_out``, and store both, with
    the cases as the new encoder sees them.
    """
    readings = [study_reading(reading, leave_out) for reading in read_readings(ENCODER_READINGS).values()]
    topics, examples = read_topics(), list(read_examples())

    def policies_of(draw: random.Random) -> Sequence[StudyPolicy]:
        made_up = [study_topics(topics, examples, draw, leave_out) for _ in range(_TOPIC_POLICIES)]
        return [*readings, *made_up]

    model = train_encoder(policies_of, course, report)
    shutil.rmtree(files.adapter, ignore_errors=True)
    write_late_interaction(model.learnt(), files.weights)
    model.save_adapter(files.adapter)
    learn_cases(leave_out=leave_out, files=files)


def learn_cases(*, leave_out: Collection[str] = (), files: LearntFiles = LearntFiles()) -> None:
    """Store the cases of the readings, and what tells chatter from their questions, as the stored adapter's encoder
    sees them.
    """
    with tempfile.TemporaryDirectory() as folder:
        export_encoder("", Path(folder), files.adapter)
        readings = list(read_readings(ENCODER_READINGS).values())
        encoder = SentenceEncoder(Path(folder))
        cases = gather_cases(readings, encoder, leave_out)
        write_cases(cases, files.cases)
        asides = encoder.encode(asides_of(asked_in(readings)))
        meant = np.concatenate([cases.questions, asides])
        write_chatter(learn_chatter(encoder.encode(read_chatter_lines()), meant), files.chatter)
