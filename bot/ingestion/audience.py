"""Whom a section or a clause binds, told from its words alone."""

from __future__ import annotations

import re

from bot.datatypes.policy import Audience

WORDS: dict[Audience, str] = {
    Audience.STAFF: (
        r"staff|employees?|teachers?|practitioners?|teaching assistants?|school representatives?|educators?|"
        r"colleagues?"
    ),
    Audience.PUPILS: r"pupils?|learners?|child|children|students?|young people|young person",
    Audience.VISITORS: r"visitors?|volunteers?|contractors?|guests?|helpers?",
    Audience.PARENTS: r"parents?|carers?|guardians?|families",
}
GROUP = re.compile("|".join(rf"(?P<{a.value}>\b(?:{words})\b)" for a, words in WORDS.items()), re.IGNORECASE)
# People who act for the school. What they may do is no rule for pupils, parents or visitors, wherever it stands.
OFFICE = re.compile(
    r"^(?:the )?(?:head ?teacher|principal|manager|designated safeguarding lead|dsl|slt|senior leaders?|leadership)\b",
    re.IGNORECASE,
)
# Groups that are named in a compound, not spoken to.
COMPOUND = re.compile(
    r"\bchild(?:ren)?(?:[’']s)? (?:protection|safety|safe|services|sexual|act|abuse|missing)\b|\bchildren safe\b|"
    r"\bsafeguard(?:ing)? children\b|\bteachers?[’']? standards\b|"
    r"\bstaff (?:misuse|code|behaviour|room|training|induction|handbook)\b",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"[’']s\b|(?<=s)[’'](?!\w)")
# "communication with parents", "images of children": spoken of, not spoken to. "Members of staff" is spoken to.
_NAMES = "|".join(WORDS.values())
OBJECT = re.compile(
    r"\b(?:with|about|from|(?<!member )(?<!members )of|to|towards|between|against|regarding|concerning|near|around|"
    r"through|via)\s+"
    rf"(?:(?:{_NAMES}|any|all|the|our|their|other|current|past|and|or|and/or|individual)\b[\s,/]*){{0,8}}$",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:will|must|may|should|shall|can|cannot|could|would|is|are|was|were|has|have|had|does|do|needs?|requires?|"
    r"uses?|finds?|breach(?:es)?|bring|brings|wish(?:es)?|believes?|recognises?|acknowledges?|expects?|wants?|asks?|insists?)\b"
)
# "I will …" in an agreement is its signer; "to protect pupils …" names an aim.
SPEAKERLESS = re.compile(r"^(?:(?:if |where |when )?(?:I|my)|to)\b", re.IGNORECASE)
# "We want pupils to …": the school speaks; whom it asks is looked for by other means.
IMPERSONAL = re.compile(r"^(?:we|it|there|this)\b", re.IGNORECASE)
CONDITION = re.compile(r"^(?:if|where|when|should|once|unless|while|whilst)\b", re.IGNORECASE)
ADDRESSED = re.compile(
    r"\b(?:asks?|requires?|expects?|request|insist that|remind|advise|applies to|apply to)\b(?P<whom>.*)",
    re.IGNORECASE,
)
AGENT = re.compile(
    r"\b(?:permitted|allowed|forbidden|used|accessed|acceptable|prohibited|banned|brought)\b[^.;]{0,40}?\b(?:for|by|to)"
    r"\s+(?P<whom>[^.;]{0,80})",
    re.IGNORECASE,
)


def _groups(words: str) -> set[Audience]:
    """The groups a stretch of words speaks to, without those that it only speaks of or that own something."""
    found: set[Audience] = set()
    words = COMPOUND.sub(lambda m: "_" * len(m.group()), words)
    for match in GROUP.finditer(words):
        before = words[: match.start()]
        owner = POSSESSIVE.match(words, match.end())
        if owner or OBJECT.search(before):
            continue
        found.add(Audience(match.lastgroup or ""))
    return found


def _one_of(groups: set[Audience]) -> Audience | None:
    """The one audience of several groups; None where there is none. Parents beside visitors count as visitors."""
    if groups == {Audience.VISITORS, Audience.PARENTS}:
        return Audience.VISITORS
    if len(groups) > 1:
        return Audience.EVERYONE
    return next(iter(groups), None)


def audience_of_title(title: str, inherited: Audience) -> Audience:
    """The audience of a section from its title, or else that of the section around it."""
    bare = POSSESSIVE.sub("", title)
    return _one_of(_groups(bare)) or inherited


def _subject(sentence: str) -> str:
    """The words before the first finite verb of the main clause."""
    head, rest = sentence, ""
    if CONDITION.match(sentence):
        head, comma, rest = sentence.partition(", ")
        if not comma:
            rest = ""
    main = _before_verb(rest) if rest else ""
    return main if _groups(main) else _before_verb(CONDITION.sub("", head))


def _before_verb(words: str) -> str:
    verb = FINITE.search(words)
    return words[: verb.start()] if verb and not IMPERSONAL.match(words) else ""


def audience_of_words(text: str) -> Audience | None:
    """The audience that a clause or lead-in names itself, or None where it names none.

    Its first sentence tells: by its subject ("Staff may …"), by whom it asks ("We ask parents …"), or by whom
    something is allowed to ("not permitted for learners").
    """
    first = re.split(r"(?<=[.;:])\s", text, maxsplit=1)[0]
    if SPEAKERLESS.match(first):
        return None
    subject = _one_of(_groups(_subject(first)))
    if subject:
        return subject
    for pattern in (ADDRESSED, AGENT):
        match = pattern.search(first)
        found = _one_of(_groups(_until_verb(match.group("whom")))) if match else None
        if found:
            return found
    return None


def _until_verb(words: str) -> str:
    return re.split(r"\b(?:to|not|who|that|in|on|at|during|whil(?:e|st))\b", words.lstrip(), maxsplit=1)[0] or words


def audience_of_lead_in(lead_in: str) -> Audience | None:
    """The audience of a lead-in: its subject's, or the group it ends with ("It is our aim that all pupils:")."""
    words = lead_in.rstrip(": -–")
    last = next((m for m in GROUP.finditer(words) if m.end() == len(words)), None)
    ending = _one_of(_groups(words[max(0, last.start() - 40) :])) if last and lead_in.endswith(":") else None
    return audience_of_words(lead_in) or ending


def audience_of_clause(text: str, lead_in: str, section: Audience) -> Audience:
    """The audience of a clause: its own subject's, else its lead-in's, else its section's."""
    completes = bool(lead_in) and text[:1].islower()
    own = None if completes else audience_of_words(text)
    if own is None and OFFICE.match(text) and section is not Audience.EVERYONE:
        own = Audience.STAFF
    return own or (audience_of_lead_in(lead_in) if lead_in else None) or section
