"""A message as Adaptive Cards for Microsoft Teams. Pure: the same message gives the same cards.

What a person or a policy wrote stands in text runs, which Teams shows as they are; a ``TextBlock`` would read
Markdown in it. Only our own fixed words stand in one, where a heading is wanted. A message that is too large for
Teams becomes several cards, each quotation whole with its reference.

The cards use version 1.5 of the schema, https://adaptivecards.io/schemas/adaptive-card.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.answering.notices import OPENING_CODES
from bot.channels.rendering.html import full_clause_link
from bot.channels.rendering.plain_text import without_controls
from bot.channels.rendering.text_blocks import split_text
from bot.channels.rendering.text_pieces import numbered_pieces
from bot.channels.rendering.wording import (
    ALSO_HEADING,
    SAFEGUARDING_OUTCOMES,
    heading_over,
    heading_over_quotations,
    note_under,
    own_text,
    repeats_clause,
    split_own_address,
    split_verdict,
    whole_quotation,
    whom_to_ask,
)
from bot.datatypes.answer import Answer, Button, Citation, Escalation, Message

Element = dict[str, object]

CARD_BYTES = 24_000  # of a card's JSON; Teams refuses a message of about 28 KB, its envelope included
PIECE_CHARACTERS = 3_000  # of a clause: even if each character takes six bytes of JSON, a piece fits a card
BUTTONS_IN_A_ROW = 6  # Teams shows no more in one set of actions
BUTTON_KEY = "signpost_button"  # where a press carries the id of its button

WRITTEN = "Signpost has written to you."
SUMMARIES = {True: "Please read this now.", False: "Signpost has answered."}
_TOO_OLD = "This answer needs a newer version of Teams. Please update Teams, or ask on the web page."
_DATE_FUNCTION = re.compile(r"\{\{(?=(?:DATE|TIME)\()")  # an invisible joiner between the braces undoes it


def _literal(text: str) -> str:
    """``text`` as a run shows it unchanged: one would put ``{{DATE(…)}}`` and ``{{TIME(…)}}`` into other words."""
    return _DATE_FUNCTION.sub("{\u2060{", without_controls(text))


def _run(text: str, **style: object) -> Element:
    return {"type": "TextRun", "text": _literal(text), **style}


def _paragraph(*runs: Element, **style: object) -> Element:
    return {"type": "RichTextBlock", "inlines": list(runs), **style}


def _heading(text: str) -> Element:
    return {"type": "TextBlock", "text": text, "wrap": True, "weight": "Bolder", "style": "heading"}


def _headed(text: str) -> list[Element]:
    return [_heading(text)] if text else []


def _paragraphs(text: str, **style: object) -> list[Element]:
    """The paragraphs and lists of ``text``, one element a line; a list's items keep their marks."""
    return [
        _paragraph(_run(f"{_mark(block.ordered, place) if block.is_list else ''}{line}", **style))
        for block in split_text(text)
        for place, line in enumerate(block.lines, start=1)
    ]


def _own_text(text: str, public_url: str) -> list[Element]:
    """A text of ours; the address of a page of ours at its end becomes a button that leads there."""
    said, url = split_own_address(text, public_url)
    opening: Element = {
        "type": "ActionSet",
        "actions": [{"type": "Action.OpenUrl", "title": "Open Signpost", "url": url}],
    }
    return [*_paragraphs(said), *([opening] if url else [])]


def _mark(ordered: bool, place: int) -> str:
    return f"{place}. " if ordered else "• "


def _quotation(citation: Citation, words: str, part: str, public_url: str) -> Element:
    items = [_paragraph(_run(line)) for line in words.splitlines() if line.strip()]
    items.append(_paragraph(_run(f"{citation.reference}{part}", isSubtle=True, size="Small")))
    link = full_clause_link(citation, public_url)
    if link:
        where = without_controls(citation.reference)
        action = {"type": "Action.OpenUrl", "title": "Open in the policy", "url": link, "tooltip": where}
        items.append({"type": "ActionSet", "actions": [action]})
    return {"type": "Container", "items": items, "spacing": "Medium", "style": "emphasis"}


def _quotations(citation: Citation, public_url: str) -> list[Element]:
    """The clause with its reference: one container, or several that each name it, for a clause beyond all measure."""
    pieces = numbered_pieces(whole_quotation(citation), PIECE_CHARACTERS)
    return [_quotation(citation, piece, part, public_url) for piece, part in pieces]


def _verdict(answer: Answer) -> list[Element]:
    if answer.verdict is None:
        return []
    label, words = split_verdict(answer.verdict)
    rest = [] if repeats_clause(words, answer) else [_run(f": {words}")]
    return [_paragraph(_run(label, weight="Bolder", size="Medium"), *rest)]


def _contact(escalation: Escalation | None, said: str) -> list[Element]:
    ask = whom_to_ask(escalation, said)
    return [_paragraph(_run(f"Ask: {ask}"), separator=True)] if ask else []


def _answer_blocks(message: Message, answer: Answer, public_url: str) -> list[Element]:
    """What may stand in cards of its own, in the order in which it is read."""
    said = own_text(message)
    blocks = [element for n in answer.notices if n.code in OPENING_CODES for element in _paragraphs(n.text)]
    if answer.outcome in SAFEGUARDING_OUTCOMES:
        blocks.append({"type": "Container", "items": _paragraphs(said), "style": "attention"})
    else:
        blocks += [*_headed(heading_over(message)), *_paragraphs(said)]
        blocks += _paragraphs(note_under(message), isSubtle=True)
    blocks += [*_verdict(answer), *_headed(heading_over_quotations(answer))]
    for place, citation in enumerate(answer.citations):
        blocks += [_heading(ALSO_HEADING)] if place == 1 else []
        blocks += _quotations(citation, public_url)
    for notice in answer.notices:
        blocks += [] if notice.code in OPENING_CODES else _paragraphs(f"Note: {notice.text}", isSubtle=True)
    return blocks + _contact(answer.escalation, said)


def _button(button: Button) -> Element:
    return {"type": "Action.Submit", "title": without_controls(button.title), "data": {BUTTON_KEY: button.id}}


def _buttons(buttons: Sequence[Button]) -> list[Element]:
    actions = [_button(button) for button in buttons]
    starts = range(0, len(actions), BUTTONS_IN_A_ROW)
    return [{"type": "ActionSet", "actions": actions[start : start + BUTTONS_IN_A_ROW]} for start in starts]


def _card(body: Sequence[Element]) -> Element:
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en",
        "fallbackText": _TOO_OLD,
        "msteams": {"width": "Full"},
        "body": list(body),
    }


def _size(content: object) -> int:
    return len(json.dumps(content))


def _bodies(blocks: Sequence[Element]) -> Iterator[list[Element]]:
    """The blocks, as many to a card as fit; a heading goes with what it stands over."""
    body: list[Element] = []
    room = CARD_BYTES - _size(_card(()))
    for block in blocks:
        if body and _size([*body, block]) > room:
            carried = [body.pop()] if len(body) > 1 and body[-1].get("style") == "heading" else []
            yield body
            body = carried
        body.append(block)
    yield body


def render_adaptive_cards(message: Message, *, public_url: str) -> list[Element]:
    """One message as the JSON of one card, or of several that are to be sent in this order.

    :param public_url: the gateway's own address without a trailing slash; a card cannot hold a relative link.
    """
    blocks = _own_text(message.text, public_url) if message.answer is None else []
    blocks += _answer_blocks(message, message.answer, public_url) if message.answer else []
    return [_card(body) for body in _bodies([*blocks, *_buttons(message.buttons)])]


def summary(message: Message) -> str:
    """What Teams shows of the message in a notification: never its words, which are for the asker alone."""
    return SUMMARIES[message.answer.outcome in SAFEGUARDING_OUTCOMES] if message.answer else WRITTEN


def pressed_button(value: object) -> str | None:
    """The id of the button that a press carries in its activity's ``value``; None if it is no press of ours."""
    button = value.get(BUTTON_KEY) if isinstance(value, Mapping) else None
    return button if isinstance(button, str) and button else None
