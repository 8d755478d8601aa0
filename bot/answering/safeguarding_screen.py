"""Tells a concern about a child or an adult from a question about a rule. It runs in the gateway before anything else.

A classifier decides, and a few wordings of immediate danger that it may not overrule. It needs no index and no network;
without the sentence encoder it goes by the words alone. Where a concern and a question cannot be told apart it errs
towards the concern, and says that it is not sure.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.answering.plain_copy import plain_copy
from bot.answering.question_sentences import sentences_of
from bot.answering.safeguarding_classifier import Scores, TextModel, concern_score, likeliest_outcome, read_models
from bot.answering.safeguarding_features import read_cues
from bot.datatypes.answer import Outcome
from bot.errors import SignpostError
from bot.index.sentence_encoder import open_message_encoder

_log = logging.getLogger(__name__)
# What comes later in a very long message is read as part of the whole only.
_MOST_SENTENCES = 40


@dataclass(frozen=True)
class Screening:
    """What the screen makes of a message: one of the four outcomes, or None where it is an ordinary one.

    ``sure`` is False where it may as well be a question, so that an answer should come with the safeguarding text.
    """

    outcome: Outcome | None
    sure: bool = True


@cache
def _wording(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(read_cues()[name])})\b")


def is_plain_emergency(plain: str) -> bool:
    """Whether the wording alone says that somebody is in immediate danger, and none says that it only supposes so."""
    return bool(_wording("emergency").search(plain)) and not _wording("supposing").search(plain)


def judge(scores: Scores, model: TextModel) -> Screening:
    """What a text is, by its scores alone."""
    if concern_score(scores) < model.thresholds.low:
        return Screening(None)
    return Screening(likeliest_outcome(scores), sure=concern_score(scores) >= model.thresholds.high)


class SafeguardingScreen:
    """The screen, with the sentence encoder in ``encoder`` (a folder; None for the words alone).

    Loads on first use. Safe to call from any thread.
    """

    def __init__(self, encoder: Path | None = None) -> None:
        self._encoder = open_message_encoder(encoder) if encoder else None

    def load(self) -> None:
        """Load the weights and the encoder now, rather than with the first message."""
        self("")

    def __call__(self, text: str) -> Screening:
        """What to make of a message. It never fails: with less to go by it goes by less."""
        plain = plain_copy(text)
        try:
            screening = self._judge(plain)
        except SignpostError as error:
            _log.error("The safeguarding classifier is out of use: %s", error)
            screening = Screening(None)
        if is_plain_emergency(plain) and screening.outcome is not Outcome.SAFEGUARDING_EMERGENCY:
            return Screening(Outcome.SAFEGUARDING_EMERGENCY, sure=screening.outcome is not None)
        return screening

    def _judge(self, plain: str) -> Screening:
        """The outcome of a message, or of a sentence of it that surely is a concern by itself: a worry in a story."""
        words, mended = read_models().words, read_models().mend(plain)
        [screening] = self._classify([mended])
        sentences = sentences_of(mended)[:_MOST_SENTENCES] if screening.outcome is None else []
        # The words are quick to read: what they are sure is ordinary need not cost the encoder's time.
        doubtful = [one for one in sentences if one != mended and judge(words.scores(one), words).outcome]
        worries = [found for found in self._classify(doubtful) if found.outcome and found.sure]
        return Screening(worries[0].outcome, sure=False) if worries else screening

    def _classify(self, texts: Sequence[str]) -> list[Screening]:
        if not texts:
            return []
        words, both = read_models().words, read_models().both
        try:
            vectors = self._encoder.encode(texts) if self._encoder else None
        except SignpostError as error:
            # While Signpost is being set up there is none yet: the next message looks again.
            _log.warning("The safeguarding screen goes by words alone: %s", error)
            vectors = None
        if vectors is None:
            return [judge(words.scores(text), words) for text in texts]
        return [judge(both.scores(text, vector), both) for text, vector in zip(texts, vectors, strict=True)]


def screen_by_words(text: str) -> Screening:
    """What to make of a message by its words alone: quick, and with nothing to load but the weights."""
    return SafeguardingScreen()(text)
