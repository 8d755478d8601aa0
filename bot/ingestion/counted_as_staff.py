"""Who counts as staff in a policy beside those it employs, read from the policy's own definitions.

"Staff" means what a policy says it means: "all staff, including volunteers and governors", "everybody who works or
helps here", "volunteers follow the rules for staff". A list of everybody that a policy is for makes nobody staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.datatypes.policy import PolicyDocument

ROLE_WORDS = {
    "volunteer": r"volunteers?|(?:parent |reading )?helpers?",
    "governor": r"governors?|governing (?:body|board)|trustees?|committee(?: members?)?",
    "contractor": r"contractors?",
    "visitor": r"visitors?",
}
_ROLES = "|".join(f"(?P<{role}>\\b(?:{words})\\b)" for role, words in ROLE_WORDS.items())
ROLE = re.compile(_ROLES, re.IGNORECASE)
_STAFF = r"(?:[‘“\"']?(?:school )?staff[’”\"']?|employees|school representatives)"
# The list runs from the definition to the end of its sentence, or to the closing bracket.
_LIST = r"(?P<list>[^.;]+)"
DEFINITIONS = (
    # "all staff, including volunteers, governors and contractors", "staff (including volunteers)"
    re.compile(
        rf"\b{_STAFF},? ?\(?(?:including|which includes|that includes|includes?|as well as) {_LIST}", re.IGNORECASE
    ),
    # "'Staff' means everybody who works or helps here", "the term staff refers to …"
    re.compile(rf"\b{_STAFF} (?:here )?(?:means?|refers? to|covers?|is used for|stands for) {_LIST}", re.IGNORECASE),
    # "employees, governors and others … (referred to in this document as staff)"
    re.compile(
        rf"(?P<list>[^.;]+)\((?:collectively )?(?:referred to|known|described)[^)]*{_STAFF}[^)]*\)", re.IGNORECASE
    ),
    # "It binds everybody who works or helps here: …, volunteers and contractors"
    re.compile(
        r"\b(?:everybody|everyone|anybody|anyone|all (?:those|people|adults)) "
        r"(?P<list>who (?:works?|helps?|volunteers?)\b[^.;]*)",
        re.IGNORECASE,
    ),
    # "Volunteers follow the rules for staff", "Helpers are treated as staff"
    re.compile(
        r"(?P<list>[^.;]{3,80}?)\b(?:follow|keep to|bound by|subject to|abide by|observe) (?:\w+ ){0,3}?rules "
        rf"(?:as|for|that apply to|of) (?:\w+ )?{_STAFF}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<list>[^.;]{{3,80}}?)\b(?:treated|regarded|counted|acting|considered)(?: as)? (?:an? )?(?:members? of )?"
        rf"(?:{_STAFF}|school representative)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<list>[^.;]{{3,80}}?)\b(?:expected|required|asked) to follow [^.;]{{0,60}}\b(?:as|in so far as) it "
        rf"(?:relates|applies) to {_STAFF}",
        re.IGNORECASE,
    ),
    # A policy's name: "Acceptable Use Agreement for Staff, Governors and Volunteers"
    re.compile(rf"\b(?:policy|agreement|protocol|code|AUP) for (?:all )?{_STAFF}\b(?P<list>[^.;]*)", re.IGNORECASE),
)
_HELPING = re.compile(r"\bwho (?:\w+ ){0,3}?(?:helps?|volunteers?)\b", re.IGNORECASE)
_ON_TRIPS = re.compile(r"\bparents? (?:who are |are )?accompany", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|other than|except|excluding)\b", re.IGNORECASE)


def _roles_in(words: str) -> set[str]:
    found = {match.lastgroup or "" for match in ROLE.finditer(words)}
    return found | ({"volunteer"} if _HELPING.search(words) or _ON_TRIPS.search(words) else set())


def counted_in(sentence: str) -> set[str]:
    """The roles that one sentence, or a policy's name, counts as staff."""
    found: set[str] = set()
    for pattern in DEFINITIONS:
        match = pattern.search(sentence)
        if match and not _NOT.search(match.group("list")):
            found |= _roles_in(match.group("list"))
    return found


def counted_as_staff(document: PolicyDocument) -> tuple[str, ...]:
    """The roles that a policy counts as staff, in the order of ``ROLE_WORDS``; empty where it says nothing of it."""
    titles = [document.title, *(section.title for section in document.sections)]
    sentences = (s for c in document.clauses for s in re.split(r"(?<=[.;])\s", f"{c.lead_in} {c.text}"))
    return _in_order(role for words in (*titles, *sentences) for role in counted_in(words))


def _in_order(roles: Iterable[str]) -> tuple[str, ...]:
    named = set(roles)
    return tuple(role for role in ROLE_WORDS if role in named)


def with_counted_staff(documents: Sequence[PolicyDocument], stated: Sequence[str] | None) -> list[PolicyDocument]:
    """A school's policies with whom each counts as staff: what is stated, else what it says itself, else the others.

    :param stated: what school.yml says of the whole school, or None.
    """
    if stated is not None:
        return [d.model_copy(update={"counts_as_staff": _in_order(stated)}) for d in documents]
    own = [counted_as_staff(document) for document in documents]
    together = _in_order(role for roles in own for role in roles)
    return [d.model_copy(update={"counts_as_staff": o or together}) for d, o in zip(documents, own, strict=True)]
