"""A message as Slack's Block Kit. Pure: the same message gives the same posts.

What a person or a policy wrote stands in the text elements of ``rich_text`` blocks, which Slack shows as they are:
no mention, link, emoji or formatting is read in them. A clause and its reference are one block; a clause beyond a
block's measure goes on in further blocks that each name it; a message beyond a post's measure goes on in further posts.

https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.answering.notices import OPENING_CODES
from bot.channels.rendering.html import full_clause_link
from bot.channels.rendering.plain_text import without_controls
from bot.channels.rendering.text_blocks import TextBlock, split_text
from bot.channels.rendering.text_pieces import numbered_pieces, split_into_pieces
from bot.channels.rendering.wording import (
    ALSO_HEADING,
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

Element: TypeAlias = dict[str, object]

BLOCKS_IN_A_POST = 50
POST_CHARACTERS = 10_000  # of the blocks' JSON; Slack refuses a post somewhere above 12,000, and does not say where
PIECE_CHARACTERS = 2_800  # of the words of one block; with what stands around them, less than Slack's 3,000
BUTTONS_IN_A_BLOCK = 25
TITLE_CHARACTERS = 75
LINK_CHARACTERS = 3_000
BUTTON_ACTION = "signpost_button"  # begins the action id of every button; what it does stands in its value


@dataclass(frozen=True)
class SlackPost:
    """One post: ``blocks`` are what is seen, ``text`` is the same for notifications and screen readers, escaped."""

    text: str
    blocks: list[Element]


def escape(text: str) -> str:
    """``text`` as Slack's ``text`` fields want it: what would begin a mention or a link is plain again."""
    return without_controls(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def words(text: str, **style: bool) -> Element:
    """A run of words as they are; ``style`` may be ``bold`` or ``italic``."""
    run: Element = {"type": "text", "text": without_controls(text)}
    return run | ({"style": style} if style else {})


def link(text: str, url: str) -> Element:
    """A run of words that leads to ``url``."""
    return {"type": "link", "url": url, "text": without_controls(text)}


def section(*runs: Element) -> Element:
    """A paragraph of a ``rich_text`` block; Slack takes no run without a character."""
    return {"type": "rich_text_section", "elements": [run for run in runs if run["text"]]}


def rich_text(*elements: Element) -> Element:
    """A block of paragraphs, lists and quotations."""
    return {"type": "rich_text", "elements": list(elements)}


def _paragraph(text: str, *, bold: str = "", italic: bool = False) -> list[Element]:
    """A paragraph as one block, or several where it is too long; ``bold`` are words in front of it."""
    style = {"italic": True} if italic else {}
    first, *rest = split_into_pieces(without_controls(text), PIECE_CHARACTERS)
    runs = ([words(bold, bold=True)] if bold else []) + ([words(first, **style)] if first else [])
    return [rich_text(section(*runs)), *(rich_text(section(words(piece, **style))) for piece in rest)]


def _list(block: TextBlock) -> list[Element]:
    if sum(map(len, block.lines)) > PIECE_CHARACTERS:
        return [part for line in block.lines for part in _paragraph(line)]
    items = [section(words(line)) for line in block.lines]
    style = "ordered" if block.ordered else "bullet"
    return [rich_text({"type": "rich_text_list", "style": style, "elements": items})]


def paragraphs(text: str, *, italic: bool = False) -> list[Element]:
    """The paragraphs and lists of ``text``, a block for each."""
    return [
        element
        for block in split_text(text)
        for element in (_list(block) if block.is_list else _paragraph(block.lines[0], italic=italic))
    ]


def _own_text(text: str, public_url: str) -> list[Element]:
    """A text of ours; the address of a page of ours at its end leads there."""
    said, url = split_own_address(text, public_url)
    return [*paragraphs(said), *([rich_text(section(link("Open Signpost", url)))] if url else [])]


def _address(citation: Citation, public_url: str) -> str:
    """Where the clause stands in its policy, in full; empty where there is nothing that Slack would link to."""
    url = full_clause_link(citation, public_url)
    return url if url.startswith(("http://", "https://")) and len(url) <= LINK_CHARACTERS else ""


def _quotation(citation: Citation, public_url: str, heading: str) -> list[Element]:
    """The clause with its reference in one block; several that each name it, for a clause beyond all measure."""
    url = _address(citation, public_url)
    blocks: list[Element] = []
    for piece, part in numbered_pieces(without_controls(whole_quotation(citation)), PIECE_CHARACTERS):
        reference = [words(f"{citation.reference}{part}", italic=True)]
        reference += [words("  "), link("Open in the policy", url)] if url else []
        over = [section(words(heading, bold=True))] if heading and not blocks else []
        quote: Element = {"type": "rich_text_quote", "elements": [words(piece)]}
        blocks.append(rich_text(*over, quote, section(*reference)))
    return blocks


def _quotations(answer: Answer, public_url: str) -> list[Element]:
    headings = {0: heading_over_quotations(answer), 1: ALSO_HEADING}
    return [
        block
        for place, citation in enumerate(answer.citations)
        for block in _quotation(citation, public_url, headings.get(place, ""))
    ]


def _verdict(answer: Answer) -> list[Element]:
    if answer.verdict is None:
        return []
    label, said = split_verdict(answer.verdict)
    return _paragraph("" if repeats_clause(said, answer) else f": {said}", bold=label)


def _contact(escalation: Escalation | None, said: str) -> list[Element]:
    ask = whom_to_ask(escalation, said)
    return _paragraph(ask, bold="Ask: ") if ask else []


def _answer(message: Message, answer: Answer, public_url: str) -> list[Element]:
    """The parts of an answer in the order in which they are read."""
    said = own_text(message)
    heading = heading_over(message)
    opening = [n.text for n in answer.notices if n.code in OPENING_CODES]
    closing = [n.text for n in answer.notices if n.code not in OPENING_CODES]
    return [
        *(block for text in opening for block in paragraphs(text)),
        *(_paragraph("", bold=heading) if heading else []),
        *paragraphs(said),
        *paragraphs(note_under(message), italic=True),
        *_verdict(answer),
        *_quotations(answer, public_url),
        *(block for text in closing for block in paragraphs(f"Note: {text}", italic=True)),
        *_contact(answer.escalation, said),
    ]


def _button(button: Button, place: int) -> Element:
    title = without_controls(button.title)
    short = title if len(title) <= TITLE_CHARACTERS else f"{title[: TITLE_CHARACTERS - 1]}…"
    shown = {"type": "plain_text", "text": short, "emoji": False}
    return {"type": "button", "action_id": f"{BUTTON_ACTION}_{place}", "text": shown, "value": button.id}


def _buttons(buttons: Sequence[Button]) -> list[Element]:
    made = [_button(button, place) for place, button in enumerate(buttons)]
    starts = range(0, len(made), BUTTONS_IN_A_BLOCK)
    return [{"type": "actions", "elements": made[start : start + BUTTONS_IN_A_BLOCK]} for start in starts]


def _posts(blocks: Sequence[Element]) -> Iterator[list[Element]]:
    """The blocks, as many to a post as Slack takes."""
    post: list[Element] = []
    size = 0
    for block in blocks:
        characters = len(json.dumps(block, ensure_ascii=False))
        if post and (len(post) == BLOCKS_IN_A_POST or size + characters > POST_CHARACTERS):
            yield post
            post, size = [], 0
        post.append(block)
        size += characters
    yield post


def _read_out(element: object) -> str:
    """The words of a block, a line for each of its paragraphs; a link with its address; a button not at all."""
    if not isinstance(element, dict) or element["type"] == "actions":
        return ""
    if element["type"] in ("text", "link"):
        return " ".join(str(element[key]) for key in ("text", "url") if key in element)
    inside = [_read_out(part) for part in element["elements"]]
    return ("\n" if element["type"] in ("rich_text", "rich_text_list") else "").join(inside)


def render_block_kit(message: Message, *, public_url: str) -> list[SlackPost]:
    """One message as one post, or as several that are to be sent in this order.

    :param public_url: the gateway's own address without a trailing slash; a post cannot hold a relative link.
    """
    shown = _answer(message, message.answer, public_url) if message.answer else _own_text(message.text, public_url)
    posts = _posts([*shown, *_buttons(message.buttons)])
    return [SlackPost(escape("\n".join(filter(None, map(_read_out, post)))), post) for post in posts]
