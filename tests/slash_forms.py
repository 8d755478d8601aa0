"""Every way we know to type a command for a dialogue. Tests send them through every door; both Pythons read this file.

``FORMS`` is a list of (what it tries, text). Rasa takes a text that begins with a slash, white space apart, for an
intent, with confidence and entities; later normalisation must not make such a text of another.
"""

from __future__ import annotations

import unicodedata

COMMANDS = {
    "restart": "restart",
    "go back": "back",
    "new session": "session_start",
    "intent": "report_emergency",
    "button's intent": "show_more",
    "confidence": "greet@0.9",
    "confidence and entities": 'greet@1.0{"role": "governor"}',
    "entities": 'ask_phone_on_trip{"school": "otherfield", "role": "headteacher"}',
    "entities, spaced": 'ask_phone_on_trip {"last_question": "something else"}',
    "nested entities": 'greet{"school": {"value": "otherfield"}, "role": ["governor"]}',
    "escaped entities": 'greet{"\\u0073chool": "otherfield"}',
    "slot": 'restart{"slot": "value"}',
    "broken entities": "restart{bad",
    "words after it": "greet extra words",
    "capitals": "RESTART",
    "unknown intent": "no_such_intent",
}
PREFIXES = {
    "two slashes": "//",
    "many slashes": "/" * 40,
    "slashes apart": "/ / /",
    "space": " /",
    "tab": "\t/",
    "newline": "\n\n/",
    "carriage return": "\r\n/",
    "form feed": "\x0c/",
    "no-break space": "\u00a0/",
    "narrow no-break space": "\u202f/",
    "ideographic space": "\u3000/",
    "figure space": "\u2007/",
    "line separator": "\u2028/",
    "paragraph separator": "\u2029/",
    "next line": "\x85/",
    "zero width space": "\u200b/",
    "zero width non-joiner": "\u200c/",
    "zero width joiner": "\u200d/",
    "word joiner": "\u2060/",
    "byte order mark": "\ufeff/",
    "soft hyphen": "\u00ad/",
    "mongolian vowel separator": "\u180e/",
    "right-to-left mark": "\u200f/",
    "left-to-right mark": "\u200e/",
    "right-to-left override": "\u202e/",
    "left-to-right override": "\u202d/",
    "right-to-left isolate": "\u2067/",
    "pop directional isolate": "\u2069/",
    "variation selector": "\ufe0f/",
    "combining accent before": "\u0301/",
    "combining solidus overlay": "\u0338/",
    "enclosing circle": "\u20dd/",
    "tag character": "\U000e0041/",
    "unit separator": "\x1f/",
    "escape": "\x1b/",
    "private character": "\ue000/",
    "unassigned character": "\u0378/",
    "fullwidth slash": "／",
    "fullwidth slash after a space": " ／",
    "fullwidth slash after zero width": "\u200b／",
    "fraction slash": "⁄",
    "division slash": "∕",
    "big solidus": "⧸",
    "backslash": "\\",
    "fullwidth backslash": "＼",
    "slash then zero width": "/\u200b/",
    "several of them": "\u200f \u00a0\u200b／\u2060/",
}
# These begin with something else than a slash; whoever takes that away must neutralise what is left.
WRAPPED = {
    "mention before": "@Signpost /restart",
    "Slack's mention before": "<@U024BE7LH> /restart",
    "Teams's mention before": "<at>Signpost</at> /restart",
    "Teams's mention with a no-break space": "<at>Signpost</at>&nbsp;/restart",
    "percent-encoded": "%2Frestart",
    "percent-encoded twice": "%252Frestart",
    "HTML, decimal": "&#47;restart",
    "HTML, hexadecimal": "&#x2f;restart",
    "HTML, named": "&sol;restart",
    "JSON": "\\u002frestart",
    "quoted": "“/restart”",
    "as code": "`/restart`",
    "Markdown quotation": "> /restart",
    "on the second line": "hello\n/restart",
    "after a word": "please /restart",
    "in markup": "<b>/restart</b>",
}
FORMS: list[tuple[str, str]] = [
    *((f"slash, {name}", f"/{command}") for name, command in COMMANDS.items()),
    *((f"{name}, restart", f"{prefix}restart") for name, prefix in PREFIXES.items()),
    *((f"{name}, entities", prefix + COMMANDS["entities"]) for name, prefix in PREFIXES.items()),
    *WRAPPED.items(),
]
# Characters that are, or that a reader or a normalisation takes for, a slash at the start of a command.
SLASHES = "/／⁄∕⧸╱⟋﹨\\＼"


def is_a_command(text: str) -> bool:
    """Whether anybody could take ``text`` for a command, once it is normalised and rid of what cannot be seen."""
    for seen in (text, unicodedata.normalize("NFKC", text)):
        shown = [c for c in seen if not c.isspace() and unicodedata.category(c)[0] not in "CZM"]
        if shown and shown[0] in SLASHES:
            return True
    return False
