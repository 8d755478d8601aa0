"""What it costs when the same questions are typed in a hurry: recall@3 with each kind of noise, against none.

The words here are other than those that the encoder studied with (``learning/question_noise.py``).
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from bot.answering.draft import AnsweringContext
from bot.answering.safeguarding_screen import screen_by_words
from bot.evaluation.evaluate import Rank, Screen, evaluate_engine
from bot.evaluation.gold_questions import GoldQuestion
from bot.evaluation.metrics import figures
from bot.learning.question_noise import Noise, in_capitals, with_slips, without_punctuation

_BEFORE = (
    "Hope you had a good weekend. Before I go out to the buses I wanted to check one thing: ",
    "Sorry, me again! This came up at the staff meeting and nobody was sure. ",
    "Just had a parent at the gate so my head is all over the place, ",
)
_AFTER = (
    " Let me know when you can, ta.",
    " I have to be back in class in two minutes.",
    " Thank you so much in advance!",
)
# What people write short; the first form of each pair is replaced by the second.
_SHORT = (
    ("you", "u"),
    ("your", "ur"),
    ("please", "pls"),
    ("are", "r"),
    ("because", "cos"),
    ("and", "&"),
    ("children", "kids"),
    ("pupils", "kids"),
    ("photos", "pics"),
    ("photo", "pic"),
    ("phone", "mob"),
    ("instagram", "insta"),
    ("facebook", "fb"),
    ("teaching assistant", "TA"),
    ("headteacher", "head"),
    ("with", "w/"),
    ("without", "w/out"),
    ("school", "sch"),
    ("lesson", "lsn"),
    ("someone", "sm1"),
    ("before", "b4"),
    ("to", "2"),
    ("for", "4"),
)


def _wrapped(text: str, draw: random.Random) -> str:
    return f"{draw.choice(_BEFORE)}{text}{draw.choice(_AFTER)}"


def _abbreviated(text: str, draw: random.Random) -> str:
    for whole, short in _SHORT:
        text = re.sub(rf"\b{whole}\b", short, text, flags=re.IGNORECASE)
    return text


NOISES: dict[str, Noise] = {
    "typing slips": with_slips,
    "in capitals": in_capitals,
    "no punctuation": without_punctuation,
    "abbreviated": _abbreviated,
    "in chatter": _wrapped,
}


def measure_robustness(
    questions: Sequence[GoldQuestion], context: AnsweringContext, rank: Rank, screen: Screen = screen_by_words
) -> dict[str, dict[str, float | None]]:
    """The figures of the answered questions as they are ("as written"), and with each kind of noise."""
    answered = [question for question in questions if question.expect == "answer"]
    found = {"as written": figures(evaluate_engine(answered, context, rank, screen))}
    for name, noise in NOISES.items():
        draw = random.Random(name)  # noqa: S311 - nothing secret is drawn
        noisy = [question.model_copy(update={"question": noise(question.question, draw)}) for question in answered]
        found[name] = figures(evaluate_engine(noisy, context, rank, screen))
    return found
