"""Where a text holds what identifies somebody by its form: addresses, telephone and other numbers, dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from phonenumbers import Leniency, PhoneNumberMatcher


class PersonalKind(StrEnum):
    """What somebody can be known by."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    NI_NUMBER = "ni_number"
    UPN = "upn"
    NHS_NUMBER = "nhs_number"
    DATE_OF_BIRTH = "date_of_birth"
    USERNAME = "username"
    IP_ADDRESS = "ip_address"


class PersonalSpan(NamedTuple):
    """A place in a text, from ``start`` to before ``end``, and what stands there."""

    start: int
    end: int
    kind: PersonalKind


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = "|".join(
    (
        r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2})",
        r"\d{4}-\d\d-\d\d",
        rf"{_DAY}(?: of)? {_MONTH},? \d{{2,4}}",
        rf"{_MONTH} {_DAY},? \d{{4}}",
    )
)
_DOB = r"d\.?o\.?b"
_BIRTH = rf"\b(?:{_DOB}\b\.?|date of birth|born|birth ?(?:day|date))\b"
# Sites where the path of an address is somebody's name, and what stands before it there.
_SITES = (
    r"(?:instagram|tiktok|facebook|fb|twitter|x|threads|snapchat|linkedin|youtube|twitch|reddit|pinterest|tumblr|"
    r"github|vsco|onlyfans|t|discord|linktr)\.(?:com|net|tv|me|gg|ee|co\.uk)"
)
_BEFORE_NAME = r"(?:(?:in|u|users?|add|channel|c|people|company)/)?"
# After an app only what no word looks like counts: with a digit, a full stop or an underline in it.
_APPS = (
    r"(?:insta|instagram|snap|snapchat|tiktok|twitter|discord|facebook|fb|gamertag|roblox|xbox|psn|user ?name|handle)"
)
_TO_HANDLE = r"(?:'s)?(?: (?:is|as|called|name|user|id|account|me|on))*:? "
_HANDLE = r"(?=[\w.]*[a-z])(?=[\w.]*(?:_|\d|\.\w))[\w.]{4,60}\w"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"

# In this order: a web address may look like one of e-mail, which holds an "@" like a user name; an NHS number is no
# telephone number. Check digits are not checked: a number with a slip in it still tells whose it is.
_PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (PersonalKind.USERNAME, r"//([^/\s@]{1,64})@"),
        (PersonalKind.EMAIL, r"(?<![\w.%+-])[\w.%+'-]{1,64}@[\w-]+(?:\.[\w-]+)+"),
        (PersonalKind.USERNAME, rf"\b{_SITES}/{_BEFORE_NAME}([\w.@%?=&/-]*[\w/])"),
        (PersonalKind.USERNAME, r"(?<![\w@./])(@[a-z0-9_][\w.]*\w)"),
        (PersonalKind.USERNAME, rf"\b{_APPS}\b{_TO_HANDLE}({_HANDLE})"),
        (PersonalKind.IP_ADDRESS, rf"(?<![\d.])(?:{_BYTE}\.){{3}}{_BYTE}(?![\d.]*\d)"),
        (PersonalKind.IP_ADDRESS, r"(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::|:?[0-9a-f]{1,4})(?![\w:])"),
        (PersonalKind.DATE_OF_BIRTH, rf"{_BIRTH}[^\d\n]{{0,15}}?\b({_DATE})"),
        (
            PersonalKind.DATE_OF_BIRTH,
            rf"\b({_DATE})(?= (?:is|was) (?:his|her|their|my) (?:birth|{_DOB})|\W{{1,3}}{_DOB})",
        ),
        (PersonalKind.NI_NUMBER, r"\b[a-z]{2} ?-?\d\d ?-?\d\d ?-?\d\d ?-?[a-d]\b"),
        (PersonalKind.UPN, r"\b[a-z] ?\d{3} ?\d{4} ?\d{2} ?\d{2}[\da-z]\b"),
        (PersonalKind.NHS_NUMBER, r"(?<![\d+-])[1-9]\d{2}([ -]?)\d{3}\1\d{4}(?! ?-?\d)"),
        (PersonalKind.POSTCODE, r"\b[a-z]{1,2}\d[\da-z]? ?(?!1st|2nd|3rd|\dth)\d[abd-hjlnp-uw-z]{2}\b"),
    )
)
# Of whose patterns the group is what identifies somebody; the rest are words worth keeping.
_TELLING = {PersonalKind.USERNAME, PersonalKind.DATE_OF_BIRTH}
_PHONE_DIGITS = 10  # that a number with its area code has at least


def find_identifiers(text: str) -> list[PersonalSpan]:
    """Every identifier in ``text``, in order, none overlapping another."""
    found: list[PersonalSpan] = []
    for span in (*_by_pattern(text), *_telephone_numbers(text)):
        if all(span.end <= other.start or other.end <= span.start for other in found):
            found.append(span)
    return sorted(found)


def _by_pattern(text: str) -> Iterator[PersonalSpan]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span(1) if kind in _TELLING else match.span()
            if start < end:
                yield PersonalSpan(start, end, kind)


def _telephone_numbers(text: str) -> Iterator[PersonalSpan]:
    """Numbers that could be dialled, with their area code; "possible" is enough, because people mistype their own."""
    if sum(character.isdigit() for character in text) < _PHONE_DIGITS:
        return
    for match in PhoneNumberMatcher(text, "GB", leniency=Leniency.POSSIBLE):
        digits = sum(character.isdigit() for character in match.raw_string)
        if digits >= _PHONE_DIGITS and match.raw_string.lstrip("( ")[0] in "0+":
            opened = match.raw_string.startswith("(") and ")" not in match.raw_string
            yield PersonalSpan(match.start + opened, match.end, PersonalKind.PHONE)
