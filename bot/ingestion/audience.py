"""Whom a section or a clause binds, told from its words alone: as groups, and in one word.

No groups at all means everyone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.datatypes.policy import Audience

Groups = frozenset[Audience]
NOBODY: Groups = frozenset()

# Of two groups whose names begin at one place ("parent helpers"), the upper one is meant.
WORDS: dict[Audience, str] = {
    Audience.VOLUNTEERS: (
        r"volunteers?|(?:parent |reading |PTA )?helpers?|parents? (?:who are |are )?accompanying|accompanying parents?"
    ),
    Audience.STAFF: (
        r"staff|employees?|teachers?|practitioners?|teaching assistants?|school representatives?|educators?|"
        r"colleagues?|(?:visit|trip|outing|group|year|subject|phase) leaders?|students? (?:on placement|teachers?)|"
        r"trainees?|invigilators?|(?:lunchtime|midday|cover) supervisors?|the adults?"
    ),
    Audience.PUPILS: (
        r"pupils?|learners?|child|children|students?|young people|young person|sixth formers?|boarders?|"
        r"boys|girls"
    ),
    Audience.VISITORS: (
        r"(?:health |school |theatre )?visitors?|(?:sub)?contractors?|guests?|hirers?|tradespeople|builders?|"
        r"(?:commercial )?photographers?|journalists?|inspectors?|drivers?|passenger assistants?|guest speakers?|"
        r"delivery (?:drivers|staff)"
    ),
    Audience.PARENTS: r"parents?|carers?|guardians?|families|audience members?",
}
GROUP = re.compile("|".join(rf"(?P<{a.value}>\b(?:{words})\b)" for a, words in WORDS.items()), re.IGNORECASE)
_NAMES = "|".join(WORDS.values())
# People who act for the school. What they may do is no rule for pupils, parents or visitors, wherever it stands.
OFFICE = re.compile(
    r"^(?:the )?(?:head ?teacher|principal|manager|designated safeguarding lead|dsl|slt|senior leaders?|leadership|"
    r"heads? of (?:year|house|department)|(?:a |any |every )?(?:second |other )?(?:adult|person) (?:searching|must be)|"
    r"reception|the office|site (?:manager|team))\b",
    re.IGNORECASE,
)
# Groups that are named in a compound, not spoken to.
COMPOUND = re.compile(
    r"\bchild(?:ren)?(?:[’']s)? (?:protection|safety|safe|services|sexual|act|abuse|missing)\b|\bchildren safe\b|"
    r"\bsafeguard(?:ing)? children\b|\bteachers?[’']? standards\b|"
    r"\b(?:staff|volunteer|visitor|pupil|parent|student) "
    r"(?:misuse|code|behaviour|room|training|induction|handbook|drive|meetings?|badges?|rules?|lists?)\b|"
    r"\bvisitors?[’']? book\b",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"[’']s\b|(?<=s)[’'](?!\w)")
# "communication with parents", "images of children": spoken of, not spoken to. "Members of staff" is spoken to.
OBJECT = re.compile(
    r"\b(?:with|about|from|(?<!member )(?<!members )of|(?<!belong )(?<!belonging )to|towards|between|"
    r"against|regarding|concerning|near|around|"
    r"through|via|for whom|whose)\s+"
    rf"(?:(?:{_NAMES}|any|all|the|our|their|other|current|past|and|or|and/or|individual|an?|each|"
    r"every|several|some|many|most|both|members? of)\b[\s,/]*){0,8}$",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:will|must|may|should|shall|can|cannot|could|would|is|are|was|were|has|have|had|does|do|needs?|requires?|"
    r"uses?|finds?|breach(?:es)?|bring|brings|wish(?:es)?|believes?|recognises?|acknowledges?|expects?|wants?|asks?|"
    r"insists?)\b"
)
# The group that a sentence begins with is its subject, whatever verb follows: "Volunteers leave …", "Visitors sign …".
_BEFORE_NAME = (
    r"(?:all|any|an?|each|every|the|our|some|both|no|most|many|one|two|only|other|new|regular|current|former|club|"
    r"class|supply|agency|bank|support|school|day|adult|fellow|part-time|members? of|those|leadership|teaching|"
    r"non-teaching|kitchen|office|site|visiting)"
)
OPENING = re.compile(
    rf"^(?:{_BEFORE_NAME}\s+){{0,4}}(?:{_NAMES})\b(?!-|['’])"
    r"(?:(?:\s*,\s*|\s*/\s*|\s+and/or\s+|\s*,?\s+(?:and|or|including|with)\s+)"
    rf"(?:{_BEFORE_NAME}\s+){{0,4}}(?:{_NAMES})\b(?!-|['’]))*",
    re.IGNORECASE,
)
# "If a student is in danger, I will …" in an agreement is its signer; "to protect pupils …" names an aim.
SPEAKERLESS = re.compile(
    r"(?:(?:if |where |when )?(?:I|my)|to)\b|.*\bI (?:will|may|must|am|agree|understand)\b", re.IGNORECASE
)
# What is said of the group before it, not whom the sentence speaks to: "Staff who see a visitor …".
RELATIVE = re.compile(r"\b(?:who|whose|which|that)\b", re.IGNORECASE)
# "We want pupils to …": the school speaks; whom it asks is looked for by other means.
IMPERSONAL = re.compile(r"^(?:we|it|there|this)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"^(?:if|where|when|should|once|unless|while|whilst|after|before|until|on|in|at|during)\b", re.IGNORECASE
)
# "Pupils are never photographed …", "Parents may be rung …": done to them, and so no rule for them.
DONE_TO = re.compile(
    r"\b(?:is|are|be|being)(?: (?:never|not|only|always|to be))* "
    r"(?:photographed|filmed|recorded|pictured|named|identified|contacted|messaged|searched|tagged|rung|telephoned|"
    r"texted|emailed|added|followed|befriended)\b",
    re.IGNORECASE,
)
# "Any adult who sees a visitor with a telephone …" speaks to everyone, wherever it stands.
WHOEVER = re.compile(
    r"^(?:any adult|anyone|anybody|everyone|everybody) who "
    r"(?:sees|notices|hears|finds|suspects|is (?:worried|concerned))",
    re.IGNORECASE,
)
# "They are expected to …" speaks to whom the rule before it spoke to.
PRONOUN = re.compile(r"^(?:they|these (?:people|adults)|both groups)\b", re.IGNORECASE)
ADDRESSED = re.compile(
    r"\b(?:asks?|requires?|expects?|request|insist that|remind|advise|applies to|apply to|explained to|binding on)\b"
    r"(?P<whom>.*)",
    re.IGNORECASE,
)
AGENT = re.compile(
    r"\b(?:permitted|allowed|forbidden|used|accessed|acceptable|prohibited|banned|brought)\b[^.;]{0,40}?\b(?:for|by|to)"
    r"\s+(?P<whom>[^.;]{0,80})",
    re.IGNORECASE,
)
# "Clips are watched by the teacher …": who does it, where nothing else tells whom a rule binds.
DOER = re.compile(r"\b(?:is|are|be|been)\b[^.;,]{3,60}?\bby (?:the |a |an |another )?(?:class )?(?P<whom>[^.;,]{0,40})")


def _groups(words: str) -> Groups:
    """The groups a stretch of words speaks to, without those that it only speaks of or that own something."""
    found: set[Audience] = set()
    words = COMPOUND.sub(lambda m: "_" * len(m.group()), words)
    for match in GROUP.finditer(words):
        before = words[: match.start()]
        owner = POSSESSIVE.match(words, match.end())
        if owner or OBJECT.search(before):
            continue
        found.add(Audience(match.lastgroup or ""))
    return frozenset(found)


def summary(groups: Iterable[Audience]) -> Audience:
    """Several groups in one word.

    Whoever is named beside visitors counts as a visitor, volunteers beside staff as staff; otherwise several groups
    are everyone.
    """
    named = frozenset(groups)
    if len(named) > 1 and named <= {Audience.VISITORS, Audience.VOLUNTEERS, Audience.PARENTS}:
        return Audience.VISITORS
    if named == {Audience.STAFF, Audience.VOLUNTEERS}:
        return Audience.STAFF
    return next(iter(named)) if len(named) == 1 else Audience.EVERYONE


def in_order(groups: Iterable[Audience]) -> tuple[Audience, ...]:
    """Groups as they are stored."""
    return tuple(sorted(groups, key=list(Audience).index))


# "Acceptable Use Agreement for Staff, Governors and Volunteers": a policy's own name says whom all of it is for.
OWN_NAME = re.compile(
    r"\b(?:policy|agreement|protocol|code|AUP|guidance|rules)\b[^.;]*? for (?P<whom>.+)", re.IGNORECASE
)


def groups_of_own_name(title: str) -> Groups:
    """Whom a whole policy is for, where its name says "… for …"."""
    match = OWN_NAME.search(title)
    return _groups(match.group("whom")) if match else NOBODY


# Sections for nobody in particular, and sections for staff that do not say so.
NEUTRAL = re.compile(r"\b(?:contacts?|key (?:details|people|personnel)|at a glance)\b", re.IGNORECASE)
AT_WORK = re.compile(
    r"\b(?:work[- ]related|(?:for|at) work|work purposes|workplace)\b|^code of conduct$", re.IGNORECASE
)


def groups_of_title(title: str, inherited: Groups) -> Groups:
    """Whom a section is for, from its title, or else that of the section around it."""
    if NEUTRAL.search(title):
        return NOBODY
    named = _groups(POSSESSIVE.sub("", title)) or (frozenset({Audience.STAFF}) if AT_WORK.search(title) else NOBODY)
    # "Pupils, former pupils and parents": a section on contact with them, not for them.
    return inherited if not named or named == {Audience.PUPILS, Audience.PARENTS} else named


def _subject(sentence: str) -> str:
    """The words before the first finite verb of the main clause, or the groups that it begins with."""
    head, rest = sentence, ""
    if CONDITION.match(sentence):
        head, comma, rest = sentence.partition(", ")
        if not comma:
            rest = ""
    main = _before_verb(rest) if rest else ""
    if _groups(main):
        return main
    return _before_verb(CONDITION.sub("", head)) if CONDITION.match(sentence) else _before_verb(head)


def _before_verb(words: str) -> str:
    if IMPERSONAL.match(words):
        return ""
    verb = FINITE.search(words)
    before = words[: verb.start()] if verb else ""
    named = RELATIVE.split(before, maxsplit=1)[0]
    before = named if _groups(named) else before
    return before if _groups(before) else _opening(words)


def _opening(words: str) -> str:
    """The groups that words begin with, as they stand there."""
    match = OPENING.match(COMPOUND.sub(lambda m: "_" * len(m.group()), words.strip()))
    return match.group() if match else ""


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.;:])\s", text)


def groups_of_words(text: str) -> Groups:
    """The groups that a clause or lead-in names itself; empty where it names none.

    Its first sentence tells: by its subject ("Staff may …"), by whom it asks ("We ask parents …"), or by whom
    something is allowed to ("not permitted for learners").
    """
    first = _sentences(text)[0]
    if SPEAKERLESS.match(first):
        return NOBODY
    subject = _groups(_subject(first))
    if subject:
        return subject if Audience.STAFF in subject or not DONE_TO.search(first) else NOBODY
    asked, allowed = ADDRESSED.search(first), AGENT.search(first)
    found = _groups(_until_verb(asked.group("whom"))) if asked else NOBODY
    return found or (_groups(_opening(allowed.group("whom"))) if allowed else NOBODY)


def _until_verb(words: str) -> str:
    return re.split(r"\b(?:to|not|who|that|in|on|at|during|whil(?:e|st))\b", words.lstrip(), maxsplit=1)[0] or words


def _hinted(text: str) -> Groups:
    """Staff, where they are to do it, or a later sentence speaks to them: for a rule in a section for everyone."""
    doer = DOER.search(_sentences(text)[0])
    found = _groups(_opening(doer.group("whom"))) if doer else NOBODY
    later = (groups_of_words(sentence) for sentence in _sentences(text)[1:])
    hint = found or next((groups for groups in later if groups), NOBODY)
    return hint if hint == {Audience.STAFF} else NOBODY


def groups_of_lead_in(lead_in: str) -> Groups:
    """The groups of a lead-in: its subject's, or the group it ends with ("It is our aim that all pupils:")."""
    words = lead_in.rstrip(": -–")
    last = next((m for m in GROUP.finditer(words) if m.end() == len(words)), None)
    ending = _groups(words[max(0, last.start() - 40) :]) if last and lead_in.endswith(":") else NOBODY
    return groups_of_words(lead_in) or ending


def groups_of_clause(text: str, lead_in: str, section: Groups, before: Groups = NOBODY) -> Groups:
    """Whom a clause binds: its own subject, else its lead-in's, else its section's.

    :param before: whom the rule before it in its section binds, for "They are expected to …".
    """
    if before and PRONOUN.match(lead_in or text):
        return before
    if WHOEVER.match(text):
        return NOBODY
    own = NOBODY if lead_in and text[:1].islower() else groups_of_words(text)
    if not own and section and OFFICE.match(text):
        own = frozenset({Audience.STAFF})
    named = own or (groups_of_lead_in(lead_in) if lead_in else NOBODY) or section
    return named or _hinted(text)
