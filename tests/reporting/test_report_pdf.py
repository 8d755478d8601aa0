"""The monthly report on paper."""

from __future__ import annotations

import re

import pytest

from bot.reporting.report_pdf import printable, report_pdf
from bot.reporting.report_words import ReportSection, ReportWords, length

LONG = "A policy whose title goes on for longer than any column of any page has room for, and then some more of it"


def words(**fields):
    sections = [
        ReportSection(title, ("A line.",), ((LONG, "overdue since 3 November 2026"),) * 13) for title in "abcde"
    ]
    given = {
        "school": "Ysgol Tŵr yr Ŵyl",
        "month": "July 2026",
        "headline": (("Questions", "3"),) * 4,
        "weeks": (("1 July", 0),) * 6,
        "sections": tuple(sections),
        "note": "A note. " * 40,
    }
    return ReportWords(**(given | fields))


def test_the_report_is_one_page_even_where_there_is_much_to_say():
    body = report_pdf(words())
    assert body.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", body)) == 1


def test_letters_that_the_fonts_lack_are_printed_without_their_accents():
    assert printable("Ysgol Tŵr – “Ł”") == "Ysgol Twr – “Ł”"
    assert printable("学") == "?"


@pytest.mark.parametrize(("hours", "said"), [(0.5, "30 min"), (20, "20 h"), (100, "4 days"), (None, "–")])
def test_lengths_of_time_are_told_in_the_unit_that_suits(hours, said):
    from datetime import timedelta

    assert length(None if hours is None else timedelta(hours=hours)) == said
