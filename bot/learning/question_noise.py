"""Questions as hurried people type them: letters missed or swapped, words before and after, no capitals or only those.

The encoder studies some of its questions so; ``signpost evaluate --robustness`` measures what each kind costs.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable

Noise = Callable[[str, random.Random], str]

_LETTERS_A_SLIP = 25
_BEFORE = (
    "hi, ",
    "sorry to bother you but ",
    "quick one before the bell: ",
    "hey, just wondering, ",
    "morning! ",
    "not sure who to ask. ",
    "im on duty so in a rush. ",
    "i was talking to a colleague about this and we could not agree. ",
)
_AFTER = (" thanks", " please", " cheers", " any idea?", " thx x", " asap please", " - need to know today", "??")


def with_slips(text: str, draw: random.Random) -> str:
    """The text with a slip of the keyboard in every 25 letters or so: swapped, missed, doubled or wrong."""
    letters = list(text)
    for _ in range(max(1, len(letters) // _LETTERS_A_SLIP)):
        if len(letters) < 4:
            break
        place = draw.randrange(1, len(letters) - 1)
        if letters[place].isalpha():
            _slip(letters, place, draw)
    return "".join(letters)


def _slip(letters: list[str], place: int, draw: random.Random) -> None:
    match draw.randrange(4):
        case 0:
            letters[place - 1 : place + 1] = letters[place], letters[place - 1]
        case 1:
            del letters[place]
        case 2:
            letters.insert(place, letters[place])
        case _:
            letters[place] = draw.choice(string.ascii_lowercase)


def in_chatter(text: str, draw: random.Random) -> str:
    """The text with words before it and after it that say nothing."""
    return draw.choice(_BEFORE) + text + draw.choice(_AFTER)


def in_capitals(text: str, draw: random.Random) -> str:
    """The text typed with the caps lock on."""
    return text.upper()


def without_punctuation(text: str, draw: random.Random) -> str:
    """The text in lower case and without any punctuation."""
    return text.lower().translate(str.maketrans("", "", string.punctuation + "’‘“”"))


def as_typed(text: str, draw: random.Random) -> str:
    """A question as the encoder studies it: most as they are, some with noise."""
    for noise, share in ((with_slips, 0.15), (in_chatter, 0.1), (without_punctuation, 0.1)):
        if draw.random() < share:
            text = noise(text, draw)
    return text
