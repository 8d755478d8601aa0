"""What no reply to a concern may advise: told as something to do, or as something allowed.

Written apart from what the program itself looks for, so that the one can find what the other lets through.
"""

from __future__ import annotations

import re

# "Never view, copy or send it": what follows is said not to be done, up to the end of the sentence or a turn in it.
_SAID_NOT_TO_BE_DONE = re.compile(
    r"\b(?:not|never|no one|nobody|cannot|avoid(?:s|ing)?|without|nor|neither|nothing)\b"
    r"(?:(?!\b(?:but|instead|until|unless|except|then|rather)\b)[^.;!?\n])*",
    re.IGNORECASE,
)
_OBJECT = "image|picture|photo|video|message|content|file|phone|device|bag|arm|leg|body"
_SOMEBODY = "child|pupil|student|learner|colleague|teacher|adult|person|member of staff|volunteer|coach|head"
THING = rf"(?:it|them|that|this|(?:the|an?|any|his|her|their|its) (?:\w+ ){{0,2}}(?:{_OBJECT})\w*)"
WHO = rf"(?:him|her|them|(?:the|a|any|your) (?:{_SOMEBODY})\w*)"
FAMILY = r"(?:(?:the|his|her|their|a) )?(?:parents?|carers?|mum|mother|dad|father|family|families|home)\b"

ADVICE = {
    "look": [
        rf"\b(?:view|watch|examine|inspect|scroll|open|play|zoom)\w* (?:through )?{THING}",
        rf"\blook(?:s|ed|ing)? (?:at|through|in) {THING}",
        rf"\b(?:go|goes|going|went) through {THING}",
    ],
    "search": [r"\bsearch(?:es|ing)?\b", r"\bsearched\b(?!:)"],
    "keep": [
        rf"\b(?:cop(?:y|ies|ied|ying)|print|screen ?shot|photograph|download|record)\w* {THING}",
        rf"\b(?:sav|stor)(?:e|es|ed|ing) {THING}",
        r"\bkeep (?:a copy|the (?:image|picture|photo))",
        r"\btake (?:a|some) (?:photo|picture|screen ?shot)",
    ],
    "pass on": [rf"\b(?:forward|shar(?:e|es|ed|ing)|upload|post|send(?:s|ing)?|sent|show)\w* {THING}"],
    "destroy": [
        r"\b(?:delet|eras|destroy|shred)\w*",
        r"\bwip(?:e|es|ed|ing)\b",
        r"\b(?:bin|remove|get rid of) (?:it|them|the (?:image|picture|photo))",
    ],
    "confront": [
        r"\b(?:confront|challenge|accuse)\w*",
        r"\bhave (?:a|it|things) (?:quiet )?(?:word|out|chat)",
        rf"\b(?:speak|talk) (?:to|with) {WHO} (?:first|about|yourself)",
    ],
    "investigate": [
        r"\binvestigat\w*|\blook(?:s|ing)? into\b|\bfind out\b|\binterview\w*|\bgather (?:evidence|information)",
        rf"\bquestion(?:s|ed|ing)? {WHO}",
        rf"\bask(?:s|ed|ing)? (?:{WHO}|why|who|what (?:happened|they|he|she)|around)\b",
        rf"\bcheck(?:s|ed|ing)? (?:{WHO}|{THING})",
    ],
    "family first": [
        rf"\b(?:ring|phone|telephone|call|contact|tell|inform|notify|speak to|e-?mail)\w* {FAMILY}",
        r"\bparents? (?:\w+ ){0,3}(?:contacted|informed|told|rung)",
    ],
    "secret": [r"\bpromis\w+", r"\bkeep (?:it|this|that|things) (?:a )?(?:secret|quiet|confidential|to yourself)"],
    "delay": [
        r"\bwait(?:s|ing)? (?:until|till|for|and|a|to)\b|\bleave it\b|\bin due course\b|\bwithin \w+ (?:hours|days)\b",
        r"\b(?:tomorrow|monday|next (?:week|day|time|lesson))\b",
        r"\b(?:end of|after) the (?:day|week|lesson|session|term)\b",
        r"\bwhen you (?:have|get) (?:time|a minute|a moment)",
    ],
}


def forbidden_advice(text: str) -> list[str]:
    """Each forbidden thing that ``text`` tells or lets somebody do, with its words; empty for a good text."""
    told = _SAID_NOT_TO_BE_DONE.sub(" ", text.replace("’", "'").replace("n't", " not"))
    patterns = [(name, pattern) for name, several in ADVICE.items() for pattern in several]
    return [f"{name}: {found.group()}" for name, pattern in patterns for found in re.finditer(pattern, told, re.I)]
