"""Whom a message speaks for: "I'm a volunteer", "As a TA, ...", "what about visitors?".

Never "I saw a visitor" or "I'm not a governor": a role decides which clauses apply, so a doubtful one is none.
"""

from __future__ import annotations

import re

# The words for each role. "staff" is whoever the school employs or is training to teach.
WORDS = {
    "volunteer": r"volunteer|parent helper|pta helper|reading helper|helper",
    "visitor": r"theatre company visitor|visitor|guest speaker|visiting speaker|guest",
    "contractor": r"contractor|builder|plumber|electrician|delivery driver|photocopier engineer|engineer",
    "governor": r"chair of governors|school governor|parent governor|governor|trustee",
    "staff": (
        r"staff member|member of (?:the )?(?:\w+ )?staff|staff|teaching assistant|ta|hlta|lsa|tutor|senco|sencco|ect"
        r"|nqt|teacher|headteacher|head teacher|deputy head|assistant head|head of (?:year|department|maths|english)"
        r"|student teacher|trainee teacher|trainee|supply|cover supervisor|midday supervisor|lunchtime supervisor"
        r"|mdsa|dinner lady|receptionist|school secretary|secretary|bursar|business manager|technician|librarian"
        r"|caretaker|site manager|cleaner|cook|chef|nursery nurse|key ?worker|keyperson|learning mentor|sports? coach"
    ),
    "pupil": r"pupil|sixth former",
    "parent": r"parent|carer|mum|dad",
}
_DESCRIPTIONS = (
    r"new|newly qualified|brand new|part[- ]time|full[- ]time|supply|agency|class|classroom|form|cover|school|regular"
    r"|temporary|temp|occasional|one-off|parent|community|student|trainee|primary|secondary|nursery|reception|infant"
    r"|junior|subject|maths|english|science|pe|music|art|history|geography|languages|eyfs|ks1|ks2|ks3|ks4|year \w+"
    r"|first[- ]day|local|staff|chair|co-opted|fellow|qualified|unqualified"
)
_ROLE = "|".join(f"(?P<{role}>{words})" for role, words in WORDS.items())
# "a TA's phone" and "a volunteer-run club" are about somebody or something else.
_WHAT = rf"(?:(?:{_DESCRIPTIONS})[ ,]+){{0,3}}(?:{_ROLE})s?\b(?!['’]s?(?:\W|$)|['’]s\b|-)"
_ARTICLE = r"(?:(?:a|an|the|one of the|your|their|our) )?"
_ADVERB = r"(?:(?:only|just|actually|also|currently|now|here|still|both|technically|here as|in as|there as) )*"
_WE_ARE = r"(?<!\w)(?:(?:i|we) (?:am|are)|i['’]?m|we['’]re|(?:i|we) (?:work|help)(?: here| out)? as)"
_I_AM = rf"{_WE_ARE} {_ADVERB}{_ARTICLE}{_WHAT}"
_AS_A = rf"(?:^|[.!?;:,—–-]\s*)(?:(?:hi|hello|so|and|but|speaking|just)[ ,]+)*as (?:a|an|one of the) {_WHAT}"
# The whole message is about a role: "volunteer", "and for visitors?", "same question but for parents".
_BEFORE = (
    r"(?:(?:what|how) about|what if (?:it['’]?s|i (?:was|were|am))|and|but|if it['’]?s|for|then"
    r"|same(?: question| thing)?|(?:is (?:it|that)|does (?:it|that) (?:go|apply)|do they apply)"
    r" (?:the same )?(?:for|to)"
    r"|(?:asking|speaking) as"
    r"|as|just|only|my (?:role|job) is|i meant(?: as)?|i should have said i['’]?m|a|an|the|other|our|all|,)"
)
_AFTER = (
    r"(?:[, ]+(?:too|instead|then|please|here|today|as well|on site|this week|for the day|on placement"
    r"|is my (?:job|role)))*"
)
_ONLY = rf"^(?:{_BEFORE}[ ,]+)*{_WHAT}{_AFTER}\s*[?.!]*$"
_PATTERNS = (re.compile(_I_AM, re.IGNORECASE), re.compile(_AS_A, re.IGNORECASE), re.compile(_ONLY, re.IGNORECASE))
_DEEDS = (
    (
        "volunteer",
        re.compile(
            r"(?<!\w)(?:i volunteer|i am volunteering|i['’]?m (?:\w+ )?volunteering|i (?:come in to )?hear readers)\b",
            re.IGNORECASE,
        ),
    ),
    ("visitor", re.compile(r"(?<!\w)(?:i am|i['’]?m) (?:just |only )?visiting\b(?! an?(?:other)? )", re.IGNORECASE)),
    (
        "staff",
        re.compile(
            r"(?<!\w)(?:i teach|i work here|i work in the (?:school )?(?:office|kitchen|library))\b", re.IGNORECASE
        ),
    ),
)
# "She told me I'm a visitor", "a man said 'I'm a contractor'": somebody else's words.
_REPORTED = re.compile(r"(?:said|says|saying|told|tells|claims?|claimed|claiming|pretend\w*)\b[^.!?]*$", re.IGNORECASE)


def stated_role(text: str) -> str | None:
    """The role that the writer says they have (a key of ``WORDS``), or None."""
    folded = " ".join(text.split())
    if folded.strip(".!").lower() == "ta":  # thanks, not a teaching assistant
        return None
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            if not _REPORTED.search(folded[: match.start()]):
                return next(role for role, words in match.groupdict().items() if words)
    return next((role for role, pattern in _DEEDS if pattern.search(folded)), None)
