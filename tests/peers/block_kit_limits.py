"""What Slack refuses in blocks, as its documentation gives the limits (and its issues, where that gives none)."""

from __future__ import annotations

import json

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

RICH_TEXT = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
RUNS = {"text", "link"}


def complaints(blocks: list[dict], most: int = 50) -> list[str]:
    """What is wrong with the blocks of a message (at most 50) or of a view (100)."""
    found = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    found += ["too many characters"] if len(json.dumps(blocks, ensure_ascii=False)) > 12_000 and most == 50 else []
    actions = [element["action_id"] for block in blocks if block["type"] == "actions" for element in block["elements"]]
    found += ["an action id twice"] if len(actions) != len(set(actions)) else []
    return found + [complaint for block in blocks for complaint in _of_block(block)]


def _of_block(block: dict) -> list[str]:
    try:
        Block.parse(block).to_dict()
    except SlackObjectFormationError as error:
        return [str(error)]
    if block["type"] == "rich_text":
        return [c for element in block["elements"] for c in _of_element(element)]
    if block["type"] == "actions":
        return [c for element in block["elements"] for c in _of_button(element)] + (
            ["over 25 buttons"] if len(block["elements"]) > 25 else []
        )
    return [f"no {block['type']} block expected"]


def _of_element(element: dict) -> list[str]:
    if element["type"] in RICH_TEXT:
        return [c for part in element["elements"] for c in _of_element(part)]
    if element["type"] not in RUNS:
        return [f"no {element['type']} expected"]
    if not 0 < len(element["text"]) <= 3000:
        return [f"{len(element['text'])} characters of text"]
    return [] if element["type"] == "text" or element["url"].startswith(("http://", "https://")) else ["a link to …"]


def _of_button(button: dict) -> list[str]:
    fits = (
        0 < len(button["text"]["text"]) <= 75
        and button["text"]["type"] == "plain_text"
        and len(button["value"]) <= 2000
        and 0 < len(button["action_id"]) <= 255
    )
    return [] if fits else [f"button {button['action_id']}"]
