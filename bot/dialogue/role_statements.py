"""What people say they are: "I'm a volunteer", "As a TA, ...". Never "I saw a visitor" or "I'm not a governor"."""

from __future__ import annotations

import re

# The words for each role. "staff" is whoever the school employs or is training to teach.
WORDS = {
    "volunteer": r"volunteer|parent helper|reading helper|helper",
    "visitor": r"visitor|guest speaker|visiting speaker",
    "contractor": r"contractor|builder|plumber|electrician|delivery driver",
    "governor": r"governor|trustee",
    "staff": (
        r"staff member|member of (?:the )?(?:\w+ )?staff|teaching assistant|ta|hlta|lsa|tutor|senco|sencco|ect|nqt"
        r"|teacher|headteacher|head teacher|deputy head|assistant head|head of (?:year|department|maths|english)"
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
_WHAT = rf"(?:(?:{_DESCRIPTIONS})[ ,]+){{0,3}}(?:{_ROLE})\b(?!['’]s\b|-)"
_ARTICLE = r"(?:(?:a|an|the|one of the|your|their|our) )?"
_ADVERB = r"(?:(?:only|just|actually|also|currently|now|here|still|both|technically|here as|in as|there as) )*"
_I_AM = rf"(?<!\w)(?:i am|i['’]?m|im|i work(?: here)? as|i help(?: out)? as) {_ADVERB}{_ARTICLE}{_WHAT}"
_AS_A = rf"(?:^|[.!?;:,—–-]\s*)(?:(?:hi|hello|so|and|but|speaking|just)[ ,]+)*as (?:a|an|one of the) {_WHAT}"
_PATTERNS = (re.compile(_I_AM, re.IGNORECASE), re.compile(_AS_A, re.IGNORECASE))
_DEEDS = (
    ("volunteer", re.compile(r"(?<!\w)(?:i volunteer|i am volunteering|i['’]?m (?:\w+ )?volunteering)\b", re.IGNORECASE)),
    ("visitor", re.compile(r"(?<!\w)(?:i am|i['’]?m) (?:just |only )?visiting\b", re.IGNORECASE)),
    ("staff", re.compile(r"(?<!\w)i teach\b", re.IGNORECASE)),
)
# "She told me I'm a visitor", "a man said 'I'm a contractor'": somebody else's words.
_REPORTED = re.compile(r"(?:said|says|saying|told|tells|claims?|claimed|claiming|pretend\w*)\b[^.!?]*$", re.IGNORECASE)


def stated_role(text: str) -> str | None:
    """The role that the writer says they have (a key of ``WORDS``), or None."""
    folded = " ".join(text.split())
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            if not _REPORTED.search(folded[: match.start()]):
                return next(role for role, words in match.groupdict().items() if words)
    return next((role for role, pattern in _DEEDS if pattern.search(folded)), None)
