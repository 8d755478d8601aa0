"""When a policy was written and when it is to be reviewed, in its own words and as days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date

from bot.datatypes.policy import ReviewDate
from bot.ingestion.line_kinds import DATE

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
# The last day a term can mean: terms end with the holiday before the next one.
TERM_ENDS = {"spring": (4, 30), "summer": (8, 31), "autumn": (12, 31), "winter": (12, 31)}
REVIEW = re.compile(
    r"(?:date (?:of|for|due for)(?: the)? (?:next )?review|next review(?: date| due| by| on)?|"
    r"review (?:date|due|by|on)|to be (?:next )?(?:reviewed|revisited|looked at)(?: (?:by|on|in|again))?|"
    r"due for review|next reviewed?|"
    rf"renewal date|expiry date)\s*(?::|is|-|–|in|on|by|\|)?"
    rf"\s*(?:no later than|not later than|before(?: the end of)?|at the latest by)?\s*\(?\s*({DATE})",
    re.IGNORECASE,
)
WRITTEN = re.compile(
    r"\b(?:written|updated|adopted|agreed|approved|ratified|last reviewed?|reviewed|effective(?: from)?|issued|version|"
    rf"date of (?:issue|policy|approval|adoption)|policy date)\b(?:/\w+)?[^.:;]{{0,40}}?:?\s*\(?\s*({DATE}|v?\d+\.\d+)",
    re.IGNORECASE,
)


def _day(year: int, month: int, day: int | None = None) -> str | None:
    try:
        last = calendar.monthrange(year, month)[1]
        return date(year, month, day or last).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        return None


def _years(text: str) -> list[int]:
    found = re.search(r"(20\d\d)(?:\s*[-–—/]\s*(20)?(\d\d)\b)?", text)
    if found is None:
        return []
    first = int(found.group(1))
    return [first, first // 100 * 100 + int(found.group(3))] if found.group(3) else [first]


def latest_day(text: str) -> str | None:
    """The last day that the words of a date can mean, as ISO 8601; None where they hold no date.

    A month means its last day, a term the last day before the next one, a school year ("2024-25") 31 August.
    """
    words = text.lower()
    iso = re.search(r"(20\d\d)-(\d\d)-(\d\d)", words)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = re.search(r"(\d{1,2})[/.](\d{1,2})[/.]((?:20)?\d\d)", words)
    if numeric:
        return _day(int(numeric[3]) % 100 + 2000, int(numeric[2]), int(numeric[1]))
    years = _years(words)
    if not years:
        return None
    month = next((n for name, n in MONTHS.items() if re.search(rf"\b{name}", words)), None)
    if month:
        day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", words)
        return _day(years[0], month, int(day[1]) if day else None)
    term = next((t for t in TERM_ENDS if t in words), None)
    if term:
        year = years[-1] if term in ("spring", "summer") else years[0]
        return _day(year, *TERM_ENDS[term])
    return _day(years[1], 8, 31) if len(years) > 1 else _day(years[0], 12, 31)


def review_date(texts: Iterable[str]) -> ReviewDate | None:
    """The review date that a policy states; None where it only says how often it is reviewed."""
    for text in texts:
        match = REVIEW.search(text)
        if match:
            return ReviewDate(text=match.group(1), latest=latest_day(match.group(1)))
    return None


def _precision(text: str) -> int:
    """How exact a date is: 3 for a day or month, 2 for a term, 1 for a year, 0 for a version number."""
    words = text.lower()
    if any(term in words for term in TERM_ENDS):
        return 2
    if re.search(r"[/.-]\d{1,2}[/.-]|20\d\d-\d\d-", words) or any(re.search(rf"\b{m}", words) for m in MONTHS):
        return 3
    return 1 if re.search(r"20\d\d", words) else 0


def written_date(title_date: str, texts: Iterable[str]) -> str:
    """The version or date of a policy: of what its title and its key details say, the most exact."""
    stated = [m.group(1) for m in map(WRITTEN.search, texts) if m]
    found = [d for d in [title_date, *stated] if d]
    return max(found, key=_precision, default="")
