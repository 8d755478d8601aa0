"""Which approved answer a question asks for, if any: a logistic model over the words and meanings of both.

``signpost evaluate-approved --fit`` makes the weights and the threshold; nobody sets them by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.approved_answers.match_features import FEATURES, Wording, match_features, nearness_of_meaning
from bot.approved_answers.question_words import read_question
from bot.errors import TrainingDataError
from bot.index.sentence_encoder import SentenceEncoder, Vectors
from bot.retrieval.logistic_model import read_logistic_model
from bot.retrieval.question_space import project
from bot.retrieval.spelling import mend_spelling

MATCH_WEIGHTS = Path(__file__).with_name("match_weights.json")
MATCH_THRESHOLD = Path(__file__).with_name("match_threshold.json")
_CANDIDATES = 3  # answers that are looked at closely, those with the nearest wordings
_WORDS_KEPT = 20_000  # vectors of single words, 1.5 kB each


class MatchThreshold(BaseModel):
    """From which chance on an answer is given, or offered where nothing else is found, and how that was chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float
    offered_from: float
    chosen_by: str
    figures: dict[str, float]


class Match(NamedTuple):
    """An answer, by whatever it is known by, and the chance (0 to 1) that the question asks for it."""

    answer: Hashable
    chance: float

    @property
    def is_sure(self) -> bool:
        """Whether it is given; if not, it is offered at most."""
        return self.chance >= read_match_threshold().threshold


@cache
def read_match_threshold() -> MatchThreshold:
    """The threshold that ships with Signpost.

    :raises TrainingDataError: the file is missing or malformed.
    """
    try:
        return MatchThreshold.model_validate_json(MATCH_THRESHOLD.read_bytes())
    except (OSError, ValidationError):
        raise TrainingDataError(
            f"{MATCH_THRESHOLD.name} is missing or malformed: run 'signpost evaluate-approved --fit'."
        ) from None


def store_match_threshold(threshold: MatchThreshold) -> None:
    """Put a threshold in force."""
    MATCH_THRESHOLD.write_text(json.dumps(threshold.model_dump(), indent=1) + "\n", encoding="utf-8")
    read_match_threshold.cache_clear()


class AnswerMatcher:
    """Matches questions with the wordings of approved answers. Safe to call from any thread."""

    def __init__(self, encoder: SentenceEncoder, to_meaning: Callable[[Vectors], Vectors] = project) -> None:
        """:param to_meaning: takes sentence vectors to the space of questions."""
        self._encoder = encoder
        self._to_meaning = to_meaning
        self._vectors: dict[str, Vectors] = {}

    def wordings(self, texts: Sequence[str]) -> list[Wording]:
        """Each text as it is compared.

        :raises IndexUnusableError: there is no sentence encoder.
        :raises TrainingDataError: a file that ships with Signpost is missing.
        """
        if not texts:
            return []
        words = [read_question(text) for text in texts]
        self._remember({word for one in words for word in one.weights})
        vectors = self._encoder.encode([mend_spelling(text) for text in texts])
        return [Wording(*parts) for parts in zip(words, vectors, self._to_meaning(vectors), strict=True)]

    def _remember(self, words: set[str]) -> None:
        if new := sorted(words - self._vectors.keys()):
            if len(self._vectors) > _WORDS_KEPT:
                # Another dictionary, not the same emptied: another thread may be reading it.
                self._vectors = {}
                new = sorted(words)
            self._vectors |= dict(zip(new, self._encoder.encode(new), strict=True))

    def _vector_of(self, word: str) -> Vectors:
        if word not in self._vectors:
            self._remember({word})
        return self._vectors[word]

    def candidates(
        self, question: Wording, answers: Mapping[Hashable, Sequence[Wording]]
    ) -> list[tuple[Hashable, list[float]]]:
        """The answers whose wordings come nearest, with the features of each."""
        near = {key: nearness_of_meaning(question, wordings) for key, wordings in answers.items()}
        nearest = sorted(near, key=lambda key: -near[key])[:_CANDIDATES]
        return [(key, match_features(question, answers[key], self._vector_of)) for key in nearest]

    def best(self, question: str, answers: Mapping[Hashable, Sequence[Wording]]) -> Match | None:
        """The answer that ``question`` most likely asks for; None where there is none, or the question says nothing."""
        [asked] = self.wordings([question])
        found = self.candidates(asked, answers) if asked.words.weights else []
        if not found:
            return None
        model = read_logistic_model(MATCH_WEIGHTS, FEATURES)
        chances = model.chances(np.array([features for _, features in found], dtype=np.float32))
        place = int(chances.argmax())
        return Match(found[place][0], float(chances[place]))

    def find(self, question: str, answers: Mapping[Hashable, Sequence[Wording]]) -> Match | None:
        """The answer to give or to offer, or None where none is likely enough."""
        best = self.best(question, answers)
        return best if best and best.chance >= read_match_threshold().offered_from else None
