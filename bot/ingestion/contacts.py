"""People a policy names: the safeguarding lead, deputies, the head, the chair. Only what it says, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.datatypes.policy import Contact

FIELDS = ("safeguarding_lead", "deputies", "head", "chair")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)\d[\d\s]{7,11}\d(?!\d)")
_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Revd|Fr|Sr|Sir|Dame)\.?\s+)"
_WORD = r"[A-Z](?:[a-z]+|['’][A-Z][a-z]+|\.)?(?:[A-Z][a-z]+)?(?:[-'’][A-Z][a-z]+)*"
NAME = rf"(?:{_TITLE}{_WORD}(?:\s+{_WORD}){{0,2}}|{_WORD}(?:\s+{_WORD}){{1,2}})"
NAMES = re.compile(rf"{_TITLE}{_WORD}(?:\s+{_WORD}){{0,2}}|{_WORD}(?:\s+{_WORD}){{1,7}}")
# Words that look like names but are not a person's.
NO_PERSON = re.compile(
    r"\b(?:designated|safeguarding|lead|deputy|governors?|board|trust|school|academy|policy|local|authority|primary|"
    r"head|headteacher|teacher|manager|chair|committee|via|clerk|care|team|office|contact|details|executive|lady|date|"
    r"name|role|services?|county|council|child|children|protection|principal|member|staff|tbc|january|february|march|"
    r"july|august|september|october|november|december|spring|summer|autumn)\b",
    re.IGNORECASE,
)
POSTS = (
    r"(?:(?:Deputy|Assistant|Executive|Acting|Associate) )?(?:Head ?[Tt]eacher|Head(?! of)|Principal|"
    r"(?:Pre-?[Ss]chool |Nursery )?Manager|Head of School|SENDCO|SENCO|Business Manager)"
)
# What a role is called in a key detail or in a table's first cell; the first that fits decides.
ROLES = (
    ("chair", re.compile(r"^(?:the )?chair(?:person|man|woman)?\b(?!.*\b(?:trust board|directors))", re.IGNORECASE)),
    ("", re.compile(r"executive|trust|trustee|nominated|named governor|link governor|committee member", re.IGNORECASE)),
    ("deputies", re.compile(r"\bdeput(?:y|ies)\b.*(?:safeguarding|dsl)|deputy dsl|ddsl", re.IGNORECASE)),
    ("safeguarding_lead", re.compile(r"safeguarding (?:lead|officer|person)|\bdsl\b", re.IGNORECASE)),
    ("head", re.compile(rf"^(?:the )?{POSTS}\b", re.IGNORECASE)),
)
ROLE_LINE = re.compile(
    r"^(?P<role>[^:–]{3,80}?(?=\s*[:–])|"
    r"(?:The |School |Deputy )*Designated Safeguarding Leads?(?: ?\((?:s|DSL|DDSL)\))?)\s*[:–-]?\s*(?P<rest>\S.*)$"
)
HEAD_POST = re.compile(r"^(?:Head ?[Tt]eacher|Head|Principal|Head of School|(?:Pre-?[Ss]chool |Nursery )?Manager)$")
IN_SENTENCE = re.compile(
    rf"[Dd]esignated [Ss]afeguarding [Ll]ead(?: \(DSL\))?,?\s+(?:is\s+)?(?P<name>{NAME})(?:,\s*(?P<post>{POSTS}))?"
)
NAMED_POST = re.compile(
    rf"(?P<name>{NAME}),?\s+[(\[]?(?:the\s+)?(?P<post>(?:Executive )?(?:Head ?[Tt]eacher|Principal|Head of School|"
    rf"(?:Pre-?[Ss]chool |Nursery )?Manager))\b"
)
MANAGER_IS_LEAD = re.compile(
    r"\b(?P<post>manager|head ?teacher|principal)(?:,? (?:as|who is|is|acts as|is also)|,) (?:the |our )?designated "
    r"safeguarding lead",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """Words a policy says of a role: a table row's cells, or one text."""

    cells: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Finding:
    """One person found for one field of the school's profile."""

    field: str
    contact: Contact


def people(text: str) -> list[str]:
    """The names of persons in a stretch of text, in order."""
    bare = EMAIL.sub(" | ", text)
    found: list[str] = []
    for match in NAMES.finditer(bare):
        if not NO_PERSON.search(match.group()):
            found += _parted_names(match.group())
    return found


def _parted_names(run: str) -> list[str]:
    """Two or more names of two words each, where a cell held them below each other."""
    words = run.split()
    if len(words) < 4 or len(words) % 2 or re.match(_TITLE, run):
        return [run]
    return [" ".join(words[i : i + 2]) for i in range(0, len(words), 2)]


def _role_field(role: str) -> str:
    return next((field for field, pattern in ROLES if pattern.search(role)), "")


def _post_in(text: str) -> str:
    match = re.search(POSTS, text)
    return match.group() if match else ""


def _contacts(text: str, count: int) -> list[str]:
    """How to reach each of ``count`` persons: an address each where there are as many, all of them otherwise."""
    ways = EMAIL.findall(text)
    if count > 1 and len(ways) == count:
        return ways
    return [", ".join([*(p.strip() for p in PHONE.findall(text)), *ways])] * count


def _from_role(role: str, rest: str, source: str) -> list[Finding]:
    field = _role_field(role)
    if not field:
        return []
    names = people(rest)
    post = _post_in(rest) or (_post_in(role) if field == "head" else "")
    ways = _contacts(rest, len(names))
    return [
        Finding(field, Contact(name=name, title=post, contact=way, source=source))
        for name, way in zip(names, ways, strict=True)
    ]


def _findings(statement: Statement) -> list[Finding]:
    if len(statement.cells) > 1:
        return _from_role(statement.cells[0], " ; ".join(statement.cells[1:]), statement.source)
    text = statement.cells[0]
    line = ROLE_LINE.match(text) if len(text) <= 200 else None
    found = _from_role(line["role"], line["rest"], statement.source) if line else []
    return found or _from_sentence(text, statement.source)


def _from_sentence(text: str, source: str) -> list[Finding]:
    found = []
    lead = IN_SENTENCE.search(text)
    if lead and not NO_PERSON.search(lead["name"]):
        found.append(Finding("safeguarding_lead", Contact(name=lead["name"], title=lead["post"] or "", source=source)))
    head = NAMED_POST.search(text)
    if head and not NO_PERSON.search(head["name"]):
        found.append(Finding("head", Contact(name=head["name"], title=head["post"], source=source)))
    return found


def find_contacts(statements: Sequence[Statement]) -> dict[str, tuple[Contact, ...]]:
    """For each field of ``FIELDS`` the people that the statements name, the first statement's first."""
    found: dict[str, list[Contact]] = {field: [] for field in FIELDS}
    for finding in (f for s in statements for f in _findings(s)):
        _add(found[finding.field], finding.contact)
    _lead_who_is_head(found, statements)
    _head_by_title(found)
    _share_ways(found)
    return {field: tuple(contacts) for field, contacts in found.items()}


def _add(contacts: list[Contact], new: Contact) -> None:
    """Add a person, or what is new about one that is known."""
    for index, known in enumerate(contacts):
        if known.name == new.name:
            contacts[index] = known.model_copy(
                update={"title": known.title or new.title, "contact": known.contact or new.contact}
            )
            return
    contacts.append(new)


def _head_by_title(found: dict[str, list[Contact]]) -> None:
    """A lead or deputy whose title says so is the head."""
    if not found["head"]:
        posts = [c for c in [*found["safeguarding_lead"], *found["deputies"]] if HEAD_POST.match(c.title)]
        found["head"] += posts[:1]


def _share_ways(found: dict[str, list[Contact]]) -> None:
    """How to reach somebody holds for each of their posts."""
    ways = {c.name: c.contact for contacts in found.values() for c in contacts if c.contact}
    for contacts in found.values():
        contacts[:] = [c if c.contact else c.model_copy(update={"contact": ways.get(c.name, "")}) for c in contacts]


def _lead_who_is_head(found: dict[str, list[Contact]], statements: Iterable[Statement]) -> None:
    """ "The manager as designated safeguarding lead": who is named as the one is the other, too."""
    for statement in statements:
        match = MANAGER_IS_LEAD.search(" ".join(statement.cells))
        if match is None:
            continue
        post = match["post"][0].upper() + match["post"][1:]
        if found["safeguarding_lead"] and not found["head"]:
            lead = found["safeguarding_lead"][0]
            found["safeguarding_lead"][0] = lead.model_copy(update={"title": lead.title or post})
            found["head"].append(lead.model_copy(update={"title": post}))
        elif found["head"] and not found["safeguarding_lead"]:
            found["safeguarding_lead"].append(found["head"][0])
        return
