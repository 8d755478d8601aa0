"""Who the head is, in whatever post or spelling they stand among a school's contacts.

A concern about the head must never lead to the head, who may be the safeguarding lead or the chair as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.datatypes.policy import Contact, SchoolProfile

_HONORIFIC = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|rev|revd|fr|sr|sir|dame|prof|professor)$")
_HEAD_TITLE = re.compile(
    r"(?<!deputy )(?<!assistant )(?<!vice )\b(?:head ?(?:teacher|master|mistress)|principal)\b"
    r"|\b(?:executive head|co-?head|head of (?:school|centre|setting|nursery))\b"
    r"|^(?:acting |interim )?(?:head|(?:pre-?school |nursery |setting |centre )?manager)\b(?! of)",
    re.IGNORECASE,
)


def _words(name: str) -> list[str]:
    """The words of a name without titles, in lower case; a hyphenated or apostrophised name is one word."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name.casefold())
    return [word for word in words if not _HONORIFIC.match(word)]


def _is_same_person(one: Contact, other: Contact) -> bool:
    """Whether two contacts may be one person: "Mrs Ash", "J. Ash" and "Jo Ash" may be, "Jo Ash" and "Al Ash" not."""
    first, second = _words(one.name), _words(other.name)
    if not first or not second or first[-1] != second[-1]:
        return False
    if len(first) == 1 or len(second) == 1:
        return True
    initials = min(len(first[0]), len(second[0])) == 1
    return first[0] == second[0] or (initials and first[0][0] == second[0][0])


def _people(profile: SchoolProfile) -> Iterator[Contact]:
    people = (profile.head, profile.safeguarding_lead, *profile.deputies, profile.chair)
    yield from (person for person in people if person is not None)


def _heads(profile: SchoolProfile) -> list[Contact]:
    """The head, and whoever else has a head's title."""
    return [one for one in _people(profile) if one is profile.head or _HEAD_TITLE.search(one.title)]


def is_head(contact: Contact, profile: SchoolProfile) -> bool:
    """Whether a contact of the school is, or may be, its head."""
    return any(_is_same_person(contact, head) for head in _heads(profile))


def names_head(text: str, profile: SchoolProfile) -> bool:
    """Whether the head's own name stands in ``text``; the post alone ("the headteacher") is no name."""
    found = set(_words(text))
    surnames = {_words(head.name)[-1] for head in _heads(profile) if _words(head.name)}
    return not surnames.isdisjoint(found)
