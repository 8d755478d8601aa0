"""What somebody typed in Slack, taken out of Slack's own encoding.

https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
"""

from __future__ import annotations

import re
from collections.abc import Collection

_REFERENCE = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_BROADCASTS = ("here", "channel", "everyone")


def read_words(text: str, bots: Collection[str] = ()) -> str:
    """The words of ``text`` without mentions of ``bots`` (user ids); other people's ids become "somebody".

    A link gives its address or the words it stands under, a channel its name.
    """
    plain = _REFERENCE.sub(lambda match: _words_of(match, bots), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _words_of(reference: re.Match[str], bots: Collection[str]) -> str:
    kind, target, label = reference["kind"], reference["target"], reference["label"]
    if kind == "@":
        return "" if target in bots else "somebody"
    if kind == "#":
        return f"#{label}" if label else "a channel"
    if kind == "!":
        return f"@{target}" if target in _BROADCASTS else (label or "").lstrip("!@") or "a group"
    return label or target.removeprefix("mailto:").removeprefix("tel:")
