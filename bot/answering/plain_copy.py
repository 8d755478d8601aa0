"""The copy of a message that the safeguarding screen reads: no disguise of letters, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
# As much as a message may hold; what follows says nothing new, and would only take time.
_LONGEST = 6000


def plain_copy(text: str) -> str:
    """The text as it is screened: compatibility forms folded, nothing invisible, straight quotes, lower case."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])).lower()
    return " ".join(folded.replace("’", "'").replace("‘", "'").split())
