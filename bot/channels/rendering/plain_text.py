"""A message as text for a terminal, a log of a test run or a screen reader's plainest reading. Pure."""

from __future__ import annotations

import textwrap
import unicodedata

from bot.answering.notices import OPENING_CODES
from bot.channels.rendering.wording import (
    ALSO_HEADING,
    heading_over,
    heading_over_quotations,
    labelled_quotation,
    note_under,
    own_text,
    repeats_clause,
    split_verdict,
    whom_to_ask,
)
from bot.datatypes.answer import Answer, Citation, Message

WIDTH = 88

# Unicode's bidirectional controls (UAX #9): a terminal would let one turn everything after it.
DIRECTION_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def without_controls(text: str) -> str:
    """``text`` without the characters that move a terminal's cursor or turn its direction; a tab becomes ``|``."""
    spaced = text.replace("\t", " | ")
    return "".join(c for c in spaced if c == "\n" or (unicodedata.category(c) != "Cc" and c not in DIRECTION_CONTROLS))


def _fill(text: str, indent: str = "") -> str:
    lines = without_controls(text).splitlines()
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
        for line in lines
        if line.strip()
    )


def _citation(citation: Citation) -> str:
    parts = [
        _fill(citation.lead_in, "  | ") if citation.lead_in else "",
        _fill(labelled_quotation(citation), "  | "),
        f"    {without_controls(citation.reference)}",
        f"    {without_controls(citation.url)}",
    ]
    return "\n".join(part for part in parts if part.strip())


def _verdict(answer: Answer) -> str:
    if answer.verdict is None:
        return ""
    label, words = split_verdict(answer.verdict)
    return label.upper() if repeats_clause(words, answer) else _fill(f"{label.upper()}: {words}")


def _answer_parts(message: Message, answer: Answer) -> list[str]:
    said = own_text(message)
    opening = [_fill(notice.text) for notice in answer.notices if notice.code in OPENING_CODES]
    parts = [*opening, _fill(heading_over(message)), _fill(said), _fill(note_under(message)), _verdict(answer)]
    parts += [_fill(heading_over_quotations(answer))]
    parts += [_citation(citation) for citation in answer.citations[:1]]
    if len(answer.citations) > 1:
        parts += [f"{ALSO_HEADING}:", *(_citation(citation) for citation in answer.citations[1:])]
    parts += [_fill(f"Note: {notice.text}") for notice in answer.notices if notice.code not in OPENING_CODES]
    ask = whom_to_ask(answer.escalation, said)
    return [*parts, _fill(f"Ask: {ask}") if ask else ""]


def render_plain_text(message: Message) -> str:
    """One message as text: blocks with a blank line between them, no trailing newline."""
    parts = _answer_parts(message, message.answer) if message.answer else [_fill(message.text)]
    if message.buttons:
        parts.append("  ".join(f"[{without_controls(button.title)}]" for button in message.buttons))
    return "\n\n".join(part for part in parts if part.strip())
