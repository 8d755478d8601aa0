"""What a single line gives away by itself: left-over junk, a key detail, a name or date alone, a title."""

from __future__ import annotations

import re

# Verbs that make words a sentence. Looked for in lower case only, so that the month of May is none.
FINITE = frozenset(
    "will must may should shall can cannot can't won't mustn't shouldn't is are was were isn't aren't has have had "
    "would could might does don't doesn't need needs applies".split()
)
# A line that begins so gives an order or speaks of somebody: a rule, not a title.
ORDERS = frozenset(
    "i we they you he she it please do never always not ensure keep make report turn switch sign avoid take check "
    "put hand ask tell give inform remember no".split()
)
QUESTIONS = frozenset("what how who why".split())
TITLE_WORDS, TITLE_LENGTH = 12, 90
CASE = re.compile(r"^(?:If|When|Where)\s[^.,;:!?]{3,60}$")

JUNK = re.compile(
    r"^(?:\d{1,3}|[-–|\s]*\d{1,3}[-–|\s]*|page\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|\d{1,3}\s*\|\s*page)$"
    r"|^[^.]{0,80}(?:\s{2,}|[|–-]\s*)page\s+\d{1,3}(?:\s+of\s+\d{1,3})?$"
    r"|^(?:\[image:[^\]]*\]\s*|!\[[^\]]*\]\([^)]*\)\s*|<!--.*-->\s*|```.*)+$",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"^(?:signed|signature|print(?:ed)? name|name|date|position)\b[^.…_]{0,60}(?:\.{3,}|…+|_{3,})"
    r"|^(?:signed|signature|print(?:ed)? name|name of [\w /]{1,40})(?: by)?\s*:\s*$"
    r"|^date\s*\((?:dd|d)[/. ]?mm\S*\)\s*:?$",
    re.IGNORECASE,
)
UNDER_SIGNATURE = re.compile(
    r"^\(?(?:head ?teacher|head|chair|manager|principal|governor)\b[\w ]{0,40}\)?$", re.IGNORECASE
)
CONTENTS_LINE = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|\t)\s*\d{1,3}\s*$")

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
TERM = r"(?:spring|summer|autumn|winter)(?: term)?"
YEARS = r"20\d\d(?:\s*[-–—/]\s*(?:20)?\d\d)?"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\.?,?\s+20\d\d|{MONTH}\.?,?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+20\d\d"
    rf"|{MONTH}\.?,?\s+20\d\d|{TERM},?\s+{YEARS}|\d{{1,2}}[/.]\d{{1,2}}[/.](?:20)?\d\d|20\d\d-\d\d-\d\d|{YEARS})"
)
DATE_ALONE = re.compile(rf"^\(?(?:{DATE}|{MONTH})\)?\.?$", re.IGNORECASE)

_KEY = (
    r"(?:(?:deputy |lead |named |nominated )?designated safeguarding (?:lead|person|officer)|dsl|(?:deputy|named|"
    r"nominated|safeguarding|lead|link) (?:dsl|governor|trustee|lead|person)|(?:named |nominated )?(?:committee member|"
    r"governor|trustee)|chair|head ?teacher|principal|(?:pre-?school |nursery |setting )?manager|executive head|date|"
    r"(?:next |last |policy )?review|to be reviewed|reviewed|agreed|approved|approval|adopted|adoption|ratified|"
    r"policy (?:type|owner|author|written|date|number|lead|reviewed|updated|agreed|approved|adopted|version|status)|"
    r"written|updated|author|owner|version|status|effective|issued?|prepared|person responsible|responsib\w+|"
    r"leadership|signed off|contact|e-?mail|telephone|tel|statutory|local authority designated officer|lado|"
    r"out of hours)"
)
KEY_WITH_COLON = re.compile(rf"^{_KEY}\b[^:.;]{{0,70}}:\s*\(?[^\s(:]", re.IGNORECASE)
KEY_WITH_DATE = re.compile(
    rf"^(?:policy |this policy was |document )?(?:last |next |to be )?(?:written|reviewed?|updated|adopted|approved|"
    rf"agreed|ratified)\b[^.:;]{{0,60}}?{DATE}\)?\.?$",
    re.IGNORECASE,
)
# Whatever its words, a short line that says what its date is for.
ANYTHING_WITH_DATE = re.compile(rf"^[A-Z][^:.;]{{2,50}}:\s*\(?{DATE}\)?\.?$", re.IGNORECASE)
KEY_WITH_NAME = re.compile(
    r"^(?:Deputy |School |The )?Designated Safeguarding Leads?(?: ?\(s\)| ?\(DSL\)|s)?\s+[-–]?\s*[A-Z][\w’'-]+ [A-Z]"
)

_INSTITUTION = (
    r"(?:School|Academy|Pre-?[Ss]chool|Nursery|College|Playgroup|Kindergarten|Trust|Federation|Childcare|"
    r"Children[’']s Centre)"
)
NAME_ALONE = re.compile(
    rf"^(?:The )?(?:[A-Z][\w’'.&-]*,?\s+(?:(?:of|the|and|&)\s+){{0,2}}){{1,9}}"
    rf"(?:{_INSTITUTION}(?:\s+\(?[A-Z][\w)]*)?|SCHOOL|ACADEMY|PRE-?SCHOOL|NURSERY|COLLEGE|PLAYGROUP)$"
)
POLICY_WORD = (
    r"(?:policy|policies|protocol|procedures?|agreement|guidance|guidelines|statement|code of conduct|handbook|AUP|"
    r"rules)"
)
# Words that a heading inside a policy seldom ends with.
TITLE_WORD = r"(?:policy|protocol|agreement|AUP)"


def _title_pattern(word: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?!(?:links|link|linked|related|other|associated|review|monitoring)\b).*(?<!\bthe )(?<!\bthis )(?<!\bour )"
        rf"\b{word}\s*(?:\([^)]{{1,60}}\)|[-–,:]?\s*\(?(?:{DATE}|v(?:ersion)?\s*\d[\d.]*)\)?)*$"
        rf"|^(?:policy|guidance|guidelines|procedures?|protocol) (?:on|for)\b",
        re.IGNORECASE,
    )


POLICY_TITLE, PART_TITLE = _title_pattern(POLICY_WORD), _title_pattern(TITLE_WORD)


def is_junk(printed: str) -> bool:
    """Page numbers, rules made of signs, picture names, signature lines: nothing that anybody would look up."""
    if not any(c.isalnum() for c in printed):
        return True
    return bool(JUNK.match(printed) or SIGNATURE.match(printed))


def is_key_detail(words: str) -> bool:
    """A line such as "Date of next review: …": what a policy says of itself."""
    if ANYTHING_WITH_DATE.match(words):
        return True
    if len(words) > 240 or KEY_WITH_COLON.match(words) is None:
        return (
            len(words) <= 160 and not _verbs(words) and bool(KEY_WITH_DATE.match(words) or KEY_WITH_NAME.match(words))
        )
    return not _verbs(words) and not words.rstrip().endswith(",")


def is_date_alone(words: str) -> bool:
    """A date, a month, a term or a year and nothing else."""
    return bool(DATE_ALONE.match(words))


def is_name_alone(words: str) -> bool:
    """The name of a school or trust and nothing else."""
    return bool(NAME_ALONE.match(words)) and not POLICY_TITLE.match(words)


def is_policy_title(words: str) -> bool:
    """A title that ends with what it is: "… Policy", "… Agreement (2024)", or begins "Policy on …"."""
    return is_title(words, most=16) and bool(POLICY_TITLE.match(words))


def is_part_title(words: str) -> bool:
    """A policy title of the kind that begins a new policy in mid-file."""
    return is_title(words, most=16) and bool(PART_TITLE.match(words))


def is_title(words: str, most: int = TITLE_WORDS) -> bool:
    """Words that could be a heading: short, capitalised, no sentence, no address."""
    parts = words.split()
    if not parts or len(parts) > most or len(words) > TITLE_LENGTH + 30 * (most > TITLE_WORDS):
        return False
    first = parts[0].strip("'\"‘“(").lower()
    if not words[0].isalnum() or words[0].islower() or words[-1] in ".,;:!|" or "@" in words or "//" in words:
        return False
    if first in QUESTIONS or words.endswith("?"):
        return len(parts) <= 10
    order = first in ORDERS or (first == "use" and not words.lower().startswith("use of "))
    return not order and not _verbs(words) and any(c.isalpha() for c in words)


def is_case(words: str) -> bool:
    """Words such as "If the rules are broken": with a number, and a list under them, they are a heading."""
    return bool(CASE.match(words)) and len(words.split()) <= 8


def _verbs(words: str) -> bool:
    parts = [w.strip("()'\"‘’“”,.:") for w in words.split()]
    plain = {w.lower() for w in parts} - {"may"} if words.isupper() else set(parts)
    return not FINITE.isdisjoint(plain)


def is_sentence(words: str) -> bool:
    """True where the words hold a finite verb of the kind that rules are made of, or end as a sentence does."""
    return _verbs(words) or words.endswith((".", "!"))
