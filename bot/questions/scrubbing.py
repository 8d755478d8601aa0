"""Taking out of a text what identifies somebody, before it is stored: "[name]'s mum rang me on [phone]".

The marks say what stood there, so that the question stays readable and can still be searched for and followed up.
"""

from __future__ import annotations

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


def find_personal(text: str) -> list[PersonalSpan]:
    """What identifies somebody in ``text``, in order, none overlapping another."""
    identifiers = find_identifiers(text)
    return sorted([*identifiers, *find_people(_without(text, identifiers))])


def _without(text: str, spans: list[PersonalSpan]) -> str:
    """``text`` with noughts in place of the spans, so that every other place stays what it was."""
    for span in spans:
        text = f"{text[: span.start]}{'0' * (span.end - span.start)}{text[span.end :]}"
    return text


def scrub(text: str) -> str:
    """``text`` with a mark in place of all that identifies somebody, as far as can be told; marks are left alone."""
    pieces, at = [], 0
    for span in find_personal(text):
        pieces += [text[at : span.start], MARKS[span.kind]]
        at = span.end
    return "".join([*pieces, text[at:]])
