"""An approved answer as text, and back: whose word it is, the words, and the clauses that they rest on.

What a person wrote and what a policy says stand in one text where nothing but text can be shown. ``read_approved``
tells them apart again by what the answer itself says, whatever is written in the words.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from bot.answering.message_text import quotation
from bot.answering.notices import OPENING_CODES
from bot.datatypes.answer import Answer, Message, Outcome

RESTS_ON = "What it rests on in your policies"

# Whose answer it is, by the part that whoever approved it played.
_WHOSE = {
    "safeguarding_lead": "Your safeguarding lead’s answer",
    "deputy": "Your deputy safeguarding lead’s answer",
    "head": "Your head’s answer",
}
_OPENING = re.compile(rf"(?P<heading>(?:{'|'.join(_WHOSE.values())}), \d{{1,2}} [A-Z][a-z]+ \d{{4}}): ")


class ApprovedText(NamedTuple):
    """``heading`` says whose word it is, and since when; ``words`` are theirs."""

    heading: str
    words: str


def approved_heading(part: str, approved_on: date) -> str:
    """Whose answer it is, and the day it was approved."""
    return f"{_WHOSE.get(part, _WHOSE['safeguarding_lead'])}, {approved_on.day} {approved_on:%B %Y}"


def build_approved_message(heading: str, words: str, answer: Answer) -> Message:
    """The message that carries an approved answer; ``answer`` quotes what it rests on."""
    opening = "".join(f"{notice.text}\n\n" for notice in answer.notices if notice.code in OPENING_CODES)
    return Message(kind="answer", text=f"{opening}{heading}: {words}{_rest(answer)}", answer=answer)


def read_approved(message: Message) -> ApprovedText | None:
    """The parts of an approved answer; None for every other message."""
    answer = message.answer
    if answer is None or answer.outcome is not Outcome.ANSWERED_BY_APPROVED_ANSWER:
        return None
    text = message.text
    for notice in answer.notices:
        if notice.code in OPENING_CODES:
            text = text.removeprefix(f"{notice.text}\n\n")
    text = text.removesuffix(_rest(answer))
    opening = _OPENING.match(text)
    return ApprovedText(opening["heading"] if opening else "A person’s answer", text[opening.end() if opening else 0 :])


def _rest(answer: Answer) -> str:
    """What stands below the words."""
    parts = [f"{RESTS_ON}:"] if answer.citations else []
    parts += [quotation(citation) for citation in answer.citations]
    parts += [notice.text for notice in answer.notices if notice.code not in OPENING_CODES]
    if answer.escalation is not None:
        parts.append(f"Ask: {answer.escalation.name} {answer.escalation.contact}".strip())
    return "".join(f"\n\n{part}" for part in parts)
