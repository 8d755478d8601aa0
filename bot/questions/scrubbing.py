"""Taking out of a text what identifies somebody, before it is stored: "[name]'s mum rang me on [phone]".

The marks say what stood there, so that the question stays readable and can still be searched for and followed up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.questions.people_named import find_people
from bot.questions.personal_identifiers import PersonalKind, PersonalSpan, find_identifiers

# What stands in the place of each kind.
MARKS: dict[PersonalKind, str] = {
    PersonalKind.NAME: "[name]",
    PersonalKind.EMAIL: "[email]",
    PersonalKind.PHONE: "[phone]",
    PersonalKind.POSTCODE: "[postcode]",
    PersonalKind.NI_NUMBER: "[NI number]",
    PersonalKind.UPN: "[UPN]",
    PersonalKind.NHS_NUMBER: "[NHS number]",
    PersonalKind.DATE_OF_BIRTH: "[date of birth]",
    PersonalKind.USERNAME: "[username]",
    PersonalKind.IP_ADDRESS: "[IP address]",
}


_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS.values()))


def find_personal(text: str) -> list[PersonalSpan]:
    """What identifies somebody in ``text``, in order, none overlapping another; marks that stand in it do not count."""
    marks = [(match.start(), match.end()) for match in _MARK.finditer(text)]
    unmarked = _without(text, marks)
    identifiers = [span for span in find_identifiers(unmarked) if not _touches(span, marks)]
    people = find_people(_without(unmarked, [(span.start, span.end) for span in identifiers]))
    return sorted([*identifiers, *(span for span in people if not _touches(span, marks))])


def _touches(span: PersonalSpan, places: Sequence[tuple[int, int]]) -> bool:
    return any(span.start < end and start < span.end for start, end in places)


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    """``text`` with noughts in these places, so that every other place stays what it was."""
    for start, end in places:
        text = f"{text[:start]}{'0' * (end - start)}{text[end:]}"
    return text


def scrub(text: str) -> str:
    """``text`` with a mark in place of all that identifies somebody, as far as can be told; marks are left alone."""
    pieces, at = [], 0
    for span in find_personal(text):
        pieces += [text[at : span.start], MARKS[span.kind]]
        at = span.end
    return "".join([*pieces, text[at:]])
